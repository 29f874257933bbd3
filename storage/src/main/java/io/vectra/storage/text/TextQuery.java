package io.vectra.storage.text;

import io.vectra.storage.TextHits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** A full-text query over the rows that one statement sees. Thread rule: one thread. */
public final class TextQuery {
    private final VisibleSearcher searcher;
    private final Query query;
    private final BooleanSupplier cancelled;

    private TextQuery(VisibleSearcher searcher, Query query, BooleanSupplier cancelled) {
        this.searcher = searcher;
        this.query = query;
        this.cancelled = cancelled;
    }

    /**
     * What is looked for where.
     *
     * @param query as of {@link TextQueryParser}
     * @param columns which of the index's columns, from 0
     * @param analyzer the name of the index's analyzer
     */
    public record Request(String query, List<Integer> columns, String analyzer) {
        public Request {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Prepares a query.
     *
     * @param parts at least one
     * @param cancelled asked now and then; when true, the search ends with what it has
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#BAD_TEXT_QUERY}) for a query that
     *     cannot be read
     */
    public static TextQuery of(Request request, List<TextPart> parts, BooleanSupplier cancelled) throws IOException {
        var searcher = new VisibleSearcher(parts);
        List<String> fields =
                request.columns().stream().map(TextDocuments::field).toList();
        var compiler = new TextQueryCompiler(request.query(), fields, TextAnalyzers.of(request.analyzer()), searcher);
        Query query = TextQueryParser.parse(request.query()).accept(compiler);
        return new TextQuery(searcher, searcher.rewrite(query), cancelled);
    }

    /** Fails if a query cannot be read. */
    public static void check(String query) {
        TextQueryParser.parse(query);
    }

    /**
     * Returns all rows found, in ascending order of their ids.
     *
     * @param hasScores whether scores are wanted; if not, they are 0
     * @param eligible as in {@link #top}
     */
    public TextHits all(boolean hasScores, @Nullable List<long @Nullable []> eligible) throws IOException {
        var found = new AllRows(hasScores);
        run(found, hasScores ? ScoreMode.COMPLETE : ScoreMode.COMPLETE_NO_SCORES, eligible);
        return found.hits();
    }

    /**
     * Returns the rows with the highest scores, best first, ties by row id.
     *
     * @param k how many, above 0
     * @param eligible for each part its rows that may be found, a bit each; null for all, in place of the list or of an
     *     element
     */
    public TextHits top(int k, @Nullable List<long @Nullable []> eligible) throws IOException {
        var best = new BestRows(k);
        run(best, ScoreMode.TOP_SCORES, eligible);
        return best.hits();
    }

    /**
     * Returns those of some rows that are found, in ascending order of their ids.
     *
     * @param rowIds in ascending order
     */
    public TextHits of(long[] rowIds) throws IOException {
        Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE, 1);
        var found = new AllRows(true);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            TextPart part = searcher.part(leaf);
            int firstRow = searcher.firstRow(leaf);
            int[] rows = part.rowsOf(rowIds, firstRow, firstRow + leaf.reader().maxDoc());
            Scorer scorer = rows.length == 0 ? null : weight.scorer(leaf);
            if (scorer != null) {
                found.begin(part, firstRow);
                found.setScorer(scorer);
                DocIdSetIterator matches = scorer.iterator();
                for (int row : rows) {
                    int doc = row - firstRow;
                    if (matches.docID() == doc || (matches.docID() < doc && matches.advance(doc) == doc)) {
                        found.collect(doc);
                    }
                }
            }
        }
        return found.hits();
    }

    private void run(Receiver receiver, ScoreMode mode, @Nullable List<long @Nullable []> eligible) throws IOException {
        Weight weight = searcher.createWeight(query, mode, 1);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            TextPart part = searcher.part(leaf);
            long @Nullable [] chosen =
                    eligible == null ? null : eligible.get(searcher.parts().indexOf(part));
            BulkScorer scorer = weight.bulkScorer(leaf);
            if (scorer != null && !cancelled.getAsBoolean()) {
                int firstRow = searcher.firstRow(leaf);
                Bits accepted = part.living() == null && chosen == null
                        ? null
                        : new Accepted(
                                part.living(), chosen, firstRow, leaf.reader().maxDoc());
                receiver.begin(part, firstRow);
                scorer.score(receiver, accepted);
            }
        }
    }

    private static TextHits hits(long[] rowIds, float[] scores, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> scores[i]);
        return new TextHits(Arrays.copyOf(rowIds, count), values);
    }

    /** The rows of a leaf that live and are eligible. */
    private record Accepted(long @Nullable [] living, long @Nullable [] eligible, int firstRow, int length)
            implements Bits {
        @Override
        public boolean get(int doc) {
            int row = firstRow + doc;
            long bit = 1L << row;
            return (living == null || (living[row >>> 6] & bit) != 0)
                    && (eligible == null || (eligible[row >>> 6] & bit) != 0);
        }
    }

    /** Takes rows, leaf by leaf. */
    private abstract static class Receiver implements LeafCollector {
        private @Nullable TextPart part;
        private @Nullable Scorable scorer;
        private int firstRow;

        void begin(TextPart newPart, int newFirstRow) {
            part = newPart;
            firstRow = newFirstRow;
        }

        @Override
        public void setScorer(Scorable newScorer) throws IOException {
            scorer = newScorer;
        }

        Scorable scorer() {
            if (scorer == null) {
                throw new IllegalStateException("a scorer was not set before a row was collected");
            }
            return scorer;
        }

        TextPart part() {
            if (part == null) {
                throw new IllegalStateException("no part was begun before a row was collected");
            }
            return part;
        }

        long rowId(int doc) {
            return part().rowId(firstRow + doc);
        }
    }

    /** All rows with their scores. */
    private static final class AllRows extends Receiver {
        private long[] rowIds = new long[64];
        private float[] scores = new float[64];
        private int count;
        private final boolean hasScores;
        private boolean isSorted = true;

        AllRows(boolean hasScores) {
            this.hasScores = hasScores;
        }

        @Override
        public void collect(int doc) throws IOException {
            if (count == rowIds.length) {
                rowIds = Arrays.copyOf(rowIds, 2 * count);
                scores = Arrays.copyOf(scores, 2 * count);
            }
            rowIds[count] = rowId(doc);
            scores[count] = hasScores ? scorer().score() : 0;
            isSorted &= count == 0 || rowIds[count - 1] < rowIds[count];
            count++;
        }

        TextHits hits() {
            TextHits hits = TextQuery.hits(rowIds, scores, count);
            return isSorted ? hits : hits.byRowId();
        }
    }

    /** The rows with the highest scores: a heap whose root is the worst of them. */
    private static final class BestRows extends Receiver {
        private final int k;
        private long[] rowIds;
        private float[] scores;
        private int count;
        private float competitive;

        BestRows(int k) {
            this.k = k;
            this.rowIds = new long[Math.min(k, 64)];
            this.scores = new float[rowIds.length];
        }

        @Override
        void begin(TextPart newPart, int newFirstRow) {
            super.begin(newPart, newFirstRow);
            competitive = 0;
        }

        @Override
        public void setScorer(Scorable newScorer) throws IOException {
            super.setScorer(newScorer);
            if (count == k) {
                raise(scores[0]);
            }
        }

        @Override
        public void collect(int doc) throws IOException {
            float score = scorer().score();
            if (count == k && score < scores[0]) {
                return; // Most rows end here, without a look at their ids, which lie in a mapped file.
            }
            long rowId = rowId(doc);
            if (count < k) {
                if (count == rowIds.length) {
                    int room = (int) Math.min(k, 2L * count);
                    rowIds = Arrays.copyOf(rowIds, room);
                    scores = Arrays.copyOf(scores, room);
                }
                rowIds[count] = rowId;
                scores[count] = score;
                up(count++);
            } else if (isWorse(scores[0], rowIds[0], score, rowId)) {
                rowIds[0] = rowId;
                scores[0] = score;
                down();
            }
            if (count == k) {
                // Where ids ascend, those that follow lose a tie with the rows that have lower ids.
                boolean losesTies = part().isAscending() && rowIds[0] <= rowId;
                raise(losesTies ? Math.nextUp(scores[0]) : scores[0]);
            }
        }

        private void raise(float score) throws IOException {
            if (score > competitive) {
                competitive = score;
                scorer().setMinCompetitiveScore(score);
            }
        }

        private static boolean isWorse(float score, long rowId, float otherScore, long otherRowId) {
            return score < otherScore || (score == otherScore && rowId > otherRowId);
        }

        private boolean isWorse(int a, int b) {
            return isWorse(scores[a], rowIds[a], scores[b], rowIds[b]);
        }

        private void up(int from) {
            int child = from;
            while (child > 0 && isWorse(child, (child - 1) / 2)) {
                swap(child, (child - 1) / 2);
                child = (child - 1) / 2;
            }
        }

        private void down() {
            int parent = 0;
            while (2 * parent + 1 < count) {
                int child = 2 * parent + 1;
                if (child + 1 < count && isWorse(child + 1, child)) {
                    child++;
                }
                if (!isWorse(child, parent)) {
                    return;
                }
                swap(child, parent);
                parent = child;
            }
        }

        private void swap(int a, int b) {
            long rowId = rowIds[a];
            rowIds[a] = rowIds[b];
            rowIds[b] = rowId;
            float score = scores[a];
            scores[a] = scores[b];
            scores[b] = score;
        }

        /** Returns them best first: the worst goes to the end, again and again. The heap is used up. */
        TextHits hits() {
            int all = count;
            while (count > 1) {
                swap(0, --count);
                down();
            }
            return TextQuery.hits(rowIds, scores, all);
        }
    }
}
