package io.vectra.storage.text;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;

/**
 * Cuts words off that are longer than an index takes, so that no text is refused.
 *
 * <p>Thread rule: any number of threads.
 */
final class BoundedAnalyzer extends AnalyzerWrapper {
    /** An index takes 32766 bytes, and a character has at most 3 of them. */
    static final int LETTERS_MAX = 8000;

    private final Analyzer analyzer;

    BoundedAnalyzer(Analyzer analyzer) {
        super(analyzer.getReuseStrategy());
        this.analyzer = analyzer;
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
        return analyzer;
    }

    @Override
    protected TokenStreamComponents wrapComponents(String field, TokenStreamComponents components) {
        return new TokenStreamComponents(
                components.getSource(), new TruncateTokenFilter(components.getTokenStream(), LETTERS_MAX));
    }

    @Override
    protected TokenStream wrapTokenStreamForNormalization(String field, TokenStream words) {
        return new TruncateTokenFilter(words, LETTERS_MAX);
    }
}
