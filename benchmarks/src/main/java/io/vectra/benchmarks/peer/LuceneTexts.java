package io.vectra.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;

/** Lucene's full-text search by its own API, over one segment in mapped files. Thread rule: one thread. */
public final class LuceneTexts implements AutoCloseable {
    private static final String TEXT = "text";
    private static final String ROW = "row";

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final MMapDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final int[] rows;

    /** Indexes texts, whose rows are their positions. */
    public LuceneTexts(Path folder, List<String> texts) throws IOException {
        directory = new MMapDirectory(folder);
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (int row = 0; row < texts.size(); row++) {
                Document document = new Document();
                document.add(new TextField(TEXT, texts.get(row), Field.Store.NO));
                document.add(new NumericDocValuesField(ROW, row));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        LeafReader leaf = reader.leaves().get(0).reader();
        rows = new int[leaf.maxDoc()];
        NumericDocValues values = leaf.getNumericDocValues(ROW);
        for (int doc = values.nextDoc(); doc < rows.length; doc = values.nextDoc()) {
            rows[doc] = (int) values.longValue();
        }
    }

    /** Returns the rows with the highest scores for any of a text's words. */
    public int[] best(String text, int k) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        try (TokenStream words = analyzer.tokenStream(TEXT, text)) {
            CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken()) {
                query.add(new TermQuery(new Term(TEXT, word.toString())), BooleanClause.Occur.SHOULD);
            }
            words.end();
        }
        ScoreDoc[] hits = searcher.search(query.build(), k).scoreDocs;
        int[] found = new int[hits.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = rows[hits[i].doc];
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
        analyzer.close();
    }
}
