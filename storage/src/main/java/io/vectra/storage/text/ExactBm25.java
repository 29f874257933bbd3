package io.vectra.storage.text;

import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;

/**
 * BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond") with k1 = 1.2 and b = 0.75,
 * over exact lengths: Lucene's own class rounds those above 40 words.
 *
 * <pre>
 * idf   = ln(1 + (N - n + 0.5) / (n + 0.5))
 * score = idf * f / (f + k1 * (1 - b + b * length / average length))
 * </pre>
 *
 * <p>N rows have a word in the column, n of them this one, f times. As in Lucene, the constant factor k1 + 1 is left
 * out. Thread rule: stateless, any number of threads.
 */
final class ExactBm25 extends Similarity {
    static final double K1 = 1.2;
    static final double B = 0.75;
    static final ExactBm25 INSTANCE = new ExactBm25();

    private ExactBm25() {
        super(false);
    }

    /** Returns a text's length in words. */
    @Override
    public long computeNorm(FieldInvertState state) {
        return state.getLength();
    }

    @Override
    public SimScorer scorer(float boost, CollectionStatistics column, TermStatistics... terms) {
        double idf = 0;
        for (TermStatistics term : terms) {
            idf += idf(term.docFreq(), column.docCount());
        }
        double averageLength = column.sumTotalTermFreq() / (double) column.docCount();
        return new Scorer((float) (boost * idf), (float) averageLength);
    }

    static double idf(long rowsWithTerm, long rows) {
        return Math.log(1 + (rows - rowsWithTerm + 0.5) / (rowsWithTerm + 0.5));
    }

    /** The score of one word. */
    private static final class Scorer extends SimScorer {
        private final float weight;
        private final float lengthFactor;

        Scorer(float weight, float averageLength) {
            this.weight = weight;
            this.lengthFactor = (float) (K1 * B) / averageLength;
        }

        /** Written so that it does not fall when {@code frequency} rises, nor rise with the length, in floats too. */
        @Override
        public float score(float frequency, long length) {
            float inverse = 1f / ((float) (K1 * (1 - B)) + lengthFactor * length);
            return weight - weight / (1f + frequency * inverse);
        }
    }
}
