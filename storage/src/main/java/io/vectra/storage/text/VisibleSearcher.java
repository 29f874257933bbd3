package io.vectra.storage.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;

/**
 * Searches several parts as one, with the statistics of exactly the living rows: so a score does not depend on how rows
 * are divided into parts, nor on dead rows that no VACUUM has removed yet.
 *
 * <p>Leaves are asked for by {@link #getLeafContexts()}: two searchers that begin at once over the same reader may each
 * make it a context, and the reader keeps the other one's.
 *
 * <p>Thread rule: one thread.
 */
final class VisibleSearcher extends IndexSearcher {
    private final List<TextPart> parts;
    /** The part that each leaf belongs to. */
    private final TextPart[] partOfLeaf;
    /** The number in its part of each leaf's first row. */
    private final int[] firstRows;

    /** Whether all rows live, so that Lucene's own counts are right. */
    private final boolean isWhole;

    private final Map<Term, Integer> termCounts = new HashMap<>();

    VisibleSearcher(List<TextPart> parts) throws IOException {
        super(parts.size() == 1 ? parts.get(0).reader() : together(parts));
        this.parts = parts;
        this.partOfLeaf = new TextPart[getLeafContexts().size()];
        this.firstRows = new int[partOfLeaf.length];
        this.isWhole = parts.stream().allMatch(part -> part.living() == null);
        int leaf = 0;
        for (TextPart part : parts) {
            for (LeafReaderContext each : part.reader().leaves()) {
                partOfLeaf[leaf] = part;
                firstRows[leaf] = each.docBase;
                leaf++;
            }
        }
        setSimilarity(ExactBm25.INSTANCE);
        setQueryCache(null);
    }

    private static IndexReader together(List<TextPart> parts) throws IOException {
        return new MultiReader(parts.stream().map(TextPart::reader).toArray(IndexReader[]::new), false);
    }

    List<TextPart> parts() {
        return parts;
    }

    TextPart part(LeafReaderContext leaf) {
        return partOfLeaf[leaf.ord];
    }

    /** Returns the number in its part of a leaf's first row. */
    int firstRow(LeafReaderContext leaf) {
        return firstRows[leaf.ord];
    }

    /** Returns the statistics of a column; where no living row has a word, some that no score is made of. */
    @Override
    public CollectionStatistics collectionStatistics(String field) throws IOException {
        long count = 0;
        long words = 0;
        for (LeafReaderContext leaf : getLeafContexts()) {
            Terms terms = leaf.reader().terms(field);
            if (terms != null) {
                count += terms.getDocCount();
                words += terms.getSumTotalTermFreq();
            }
        }
        for (TextPart part : parts) {
            if (part.living() != null) {
                LivingCounts.Lengths dead = part.counts().columns().computeIfAbsent(field, each -> dead(part, each));
                count -= dead.count();
                words -= dead.words();
            }
        }
        return count <= 0
                ? new CollectionStatistics(field, 1, 1, 1, 1)
                : new CollectionStatistics(field, count, count, words, count);
    }

    private static LivingCounts.Lengths dead(TextPart part, String field) {
        long count = 0;
        long words = 0;
        try {
            for (LeafReaderContext leaf : part.reader().leaves()) {
                NumericDocValues lengths = leaf.reader().getNormValues(field);
                for (int doc = 0; lengths != null && doc < leaf.reader().maxDoc(); doc++) {
                    if (!part.counts().isLiving(leaf.docBase + doc) && lengths.advanceExact(doc)) {
                        long length = lengths.longValue();
                        count += length > 0 ? 1 : 0;
                        words += length;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LivingCounts.Lengths(count, words);
    }

    @Override
    public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) throws IOException {
        int count = isWhole ? docFreq : Math.max(1, livingCount(term));
        return new TermStatistics(term.bytes(), count, count);
    }

    /** Returns how many living rows have a word. */
    int livingCount(Term term) throws IOException {
        Integer known = termCounts.get(term);
        if (known != null) {
            return known;
        }
        int count = 0;
        for (TextPart part : parts) {
            count += livingCount(part, term);
        }
        termCounts.put(term, count);
        return count;
    }

    private static int livingCount(TextPart part, Term term) throws IOException {
        Integer known = part.living() == null ? null : part.counts().terms().get(term);
        if (known != null) {
            return known;
        }
        int count = 0;
        for (LeafReaderContext leaf : part.reader().leaves()) {
            count += livingCount(part, leaf.docBase, leaf.reader(), term);
        }
        if (part.living() != null) {
            part.counts().keep(term, count);
        }
        return count;
    }

    private static int livingCount(TextPart part, int firstRow, LeafReader leaf, Term term) throws IOException {
        Terms terms = leaf.terms(term.field());
        if (terms == null) {
            return 0;
        }
        TermsEnum words = terms.iterator();
        if (!words.seekExact(term.bytes())) {
            return 0;
        }
        if (part.living() == null) {
            return words.docFreq();
        }
        int count = 0;
        PostingsEnum rows = words.postings(null, PostingsEnum.NONE);
        for (int doc = rows.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = rows.nextDoc()) {
            count += part.counts().isLiving(firstRow + doc) ? 1 : 0;
        }
        return count;
    }
}
