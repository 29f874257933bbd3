package io.vectra.storage.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.jspecify.annotations.Nullable;

/**
 * Turns a query into Lucene's, over some columns: a word is looked for in each column, and the scores are added.
 *
 * <p>Prefixes and fuzzy words stand for the words of living rows that they mean, each scored as a word; how many, is
 * bounded. Thread rule: one use by one thread.
 */
final class TextQueryCompiler implements TextClause.Visitor<Query> {
    /** How many words, counted for each column, a query may ask for. */
    static final int WORDS_MAX = 1024;

    /** What a clause becomes of whose text the analyzer leaves no word; compared by identity. */
    private static final Query NO_WORDS = new MatchNoDocsQuery("no words");

    private final String source;
    private final List<String> fields;
    private final Analyzer analyzer;
    private final VisibleSearcher searcher;
    private int words;

    TextQueryCompiler(String source, List<String> fields, Analyzer analyzer, VisibleSearcher searcher) {
        this.source = source;
        this.fields = fields;
        this.analyzer = analyzer;
        this.searcher = searcher;
    }

    /** A word of an analysed text, with its place. */
    private record Token(BytesRef term, int position) {}

    @Override
    public Query word(TextClause.Word clause) {
        return words(clause.text(), 0);
    }

    @Override
    public Query phrase(TextClause.Phrase clause) {
        return words(clause.text(), clause.slop());
    }

    private Query words(String text, int slop) {
        List<Token> tokens = analyse(text);
        if (tokens.isEmpty()) {
            return NO_WORDS;
        }
        List<Query> queries = new ArrayList<>();
        for (String field : fields) {
            count(tokens.size(), 0);
            if (tokens.size() == 1) {
                queries.add(word(new Term(field, tokens.get(0).term())));
            } else {
                var phrase = new PhraseQuery.Builder().setSlop(slop);
                tokens.forEach(token -> phrase.add(new Term(field, token.term()), token.position()));
                queries.add(phrase.build());
            }
        }
        return any(queries);
    }

    /** Returns a query that looks a word up in all parts once, however often it is asked. */
    private Query word(Term word) {
        try {
            return new TermQuery(word, TermStates.build(searcher, word, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Query prefix(TextClause.Prefix clause) {
        BytesRef prefix = analyzer.normalize(fields.get(0), clause.text());
        return expanded(
                clause.index(),
                (terms, found) -> {
                    TermsEnum each = terms.iterator();
                    if (each.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
                        return;
                    }
                    BytesRef term = each.term();
                    while (term != null && StringHelper.startsWith(term, prefix)) {
                        found.add(BytesRef.deepCopyOf(term));
                        term = each.next();
                    }
                },
                term -> 1);
    }

    @Override
    public Query fuzzy(TextClause.Fuzzy clause) {
        String word = analyzer.normalize(fields.get(0), clause.text()).utf8ToString();
        CompiledAutomaton automaton = FuzzyQuery.getFuzzyAutomaton(word, clause.edits(), 0, true);
        return expanded(
                clause.index(),
                (terms, found) -> {
                    TermsEnum each = automaton.getTermsEnum(terms);
                    for (BytesRef term = each.next(); term != null; term = each.next()) {
                        found.add(BytesRef.deepCopyOf(term));
                    }
                },
                term -> likeness(word, term.utf8ToString()));
    }

    /** Returns 1 for the same word, less for each letter that differs; above 0. */
    private static float likeness(String asked, String found) {
        int length = Math.min(asked.codePointCount(0, asked.length()), found.codePointCount(0, found.length()));
        int edits = Edits.between(asked, found);
        return 1 - edits / (float) Math.max(length, edits + 1);
    }

    /** Finds the words of one leaf that are meant. */
    private interface Expansion {
        void collect(Terms terms, TreeSet<BytesRef> found) throws IOException;
    }

    /** Says how much of its score a word gets. */
    private interface Likeness {
        float of(BytesRef term);
    }

    private Query expanded(int index, Expansion expansion, Likeness likeness) {
        List<Query> queries = new ArrayList<>();
        try {
            for (String field : fields) {
                var found = new TreeSet<BytesRef>();
                for (LeafReaderContext leaf : searcher.getLeafContexts()) {
                    Terms terms = leaf.reader().terms(field);
                    if (terms != null) {
                        expansion.collect(terms, found);
                    }
                }
                for (BytesRef term : found) {
                    var word = new Term(field, term);
                    if (searcher.livingCount(word) > 0) {
                        count(1, index);
                        float factor = likeness.of(term);
                        Query query = word(word);
                        queries.add(factor == 1 ? query : new BoostQuery(query, factor));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (queries.isEmpty()) {
            count(1, index); // Lucene bounds clauses, of which this is one.
        }
        return any(queries);
    }

    private void count(int more, int index) {
        words += more;
        if (words > WORDS_MAX) {
            throw TextQueryParser.failure(
                    source,
                    index,
                    "the query asks for more than " + WORDS_MAX + " different words"
                            + (fields.size() > 1 ? " (each counts for each of the " + fields.size() + " columns)" : "")
                            + "; write more letters before \"*\", fewer edits, or fewer words");
        }
    }

    @Override
    public Query group(TextClause.Group clause) {
        var group = new BooleanQuery.Builder();
        List<Query> required = compile(clause.required());
        List<Query> optional = compile(clause.optional());
        List<Query> prohibited = compile(clause.prohibited());
        required.forEach(query -> group.add(query, Occur.MUST));
        optional.forEach(query -> group.add(query, Occur.SHOULD));
        prohibited.forEach(query -> group.add(query, Occur.MUST_NOT));
        if (required.isEmpty() && optional.isEmpty()) {
            boolean isLeft = !prohibited.isEmpty()
                    && clause.required().isEmpty()
                    && clause.optional().isEmpty();
            if (!isLeft) {
                return NO_WORDS;
            }
            group.add(everything(), Occur.MUST);
        }
        return group.build();
    }

    /** Clauses without words are left out, such as those of stop words. */
    private List<Query> compile(List<TextClause> clauses) {
        List<Query> queries = new ArrayList<>();
        for (TextClause clause : clauses) {
            Query query = clause.accept(this);
            if (query != NO_WORDS) {
                queries.add(query);
            }
        }
        return queries;
    }

    /** Returns what all rows with a text meet, with a score of 0. */
    private Query everything() {
        count(fields.size(), 0);
        List<Query> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(new FieldExistsQuery(field)));
        return new BoostQuery(new ConstantScoreQuery(any(columns)), 0);
    }

    @Override
    public Query boosted(TextClause.Boosted clause) {
        Query query = clause.clause().accept(this);
        return query == NO_WORDS ? NO_WORDS : new BoostQuery(query, clause.factor());
    }

    private static Query any(List<Query> queries) {
        if (queries.isEmpty()) {
            return new MatchNoDocsQuery();
        }
        if (queries.size() == 1) {
            return queries.get(0);
        }
        var any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }

    private List<Token> analyse(@Nullable String text) {
        List<Token> tokens = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream(fields.get(0), text == null ? "" : text)) {
            TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
            PositionIncrementAttribute step = stream.getAttribute(PositionIncrementAttribute.class);
            stream.reset();
            int position = -1;
            while (stream.incrementToken()) {
                position += step.getPositionIncrement();
                tokens.add(new Token(BytesRef.deepCopyOf(term.getBytesRef()), position));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tokens;
    }
}
