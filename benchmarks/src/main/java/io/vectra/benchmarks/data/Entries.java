package io.vectra.benchmarks.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a dictionary: a data set whose rows have words, separated by commas, and a gloss.
 *
 * <p>Thread rule: immutable, any number of threads.
 *
 * @param words of each row
 * @param glosses of each row
 */
public record Entries(List<List<String>> words, List<String> glosses) {
    private static final int GLOSS_WORDS_MIN = 5;

    /**
     * A question.
     *
     * @param text what is asked
     * @param answers the rows that answer it
     */
    public record Question(String text, Set<Integer> answers) {}

    /** Reads the entries of a set, or fails if its rows are none. */
    public static Entries of(DataSet set) throws IOException {
        RowFile rows = set.rows();
        List<String> names = rows == null
                ? List.of()
                : rows.columns().stream().map(RowFile.Column::name).toList();
        int wordsIndex = names.indexOf("c_words");
        int glossIndex = names.indexOf("c_gloss");
        if (rows == null || wordsIndex < 0 || glossIndex < 0) {
            throw new IllegalArgumentException(
                    set.folder() + " has no rows.tsv with words and gloss; use --data with a dictionary");
        }
        List<List<String>> words = new ArrayList<>();
        List<String> glosses = new ArrayList<>();
        try (RowFile.Reader reader = rows.reader()) {
            for (int row = 0; row < set.count(); row++) {
                @Nullable Object[] values = reader.next();
                words.add(List.of(String.valueOf(values[wordsIndex]).split(", ", -1)));
                glosses.add(String.valueOf(values[glossIndex]));
            }
        }
        return new Entries(List.copyOf(words), List.copyOf(glosses));
    }

    /** Returns the text of a row, as its vector was made of it. */
    public String text(int row) {
        return String.join(", ", words.get(row)) + ": " + glosses.get(row);
    }

    /** Returns glosses without the words that they explain; each is answered by its entry. */
    public List<Question> glossQuestions(int count, long seed) {
        Random random = new Random(seed);
        List<Question> questions = new ArrayList<>();
        while (questions.size() < count) {
            int row = random.nextInt(glosses.size());
            Set<String> own = new HashSet<>();
            words.get(row).forEach(word -> own.addAll(List.of(plain(word).split(" ", -1))));
            List<String> rest = new ArrayList<>(List.of(plain(glosses.get(row)).split(" ", -1)));
            rest.removeAll(own);
            if (rest.size() >= GLOSS_WORDS_MIN) {
                questions.add(new Question(String.join(" ", rest), Set.of(row)));
            }
        }
        return questions;
    }

    /** Returns words of entries; each is answered by the entries that explain it. */
    public List<Question> termQuestions(int count, long seed) {
        Random random = new Random(seed);
        List<Question> questions = new ArrayList<>();
        while (questions.size() < count) {
            List<String> own = words.get(random.nextInt(words.size()));
            String term = plain(own.get(random.nextInt(own.size())));
            Set<Integer> answers = new HashSet<>();
            for (int row = 0; row < words.size(); row++) {
                if (words.get(row).stream().anyMatch(word -> plain(word).equals(term))) {
                    answers.add(row);
                }
            }
            questions.add(new Question(term, answers));
        }
        return questions;
    }

    /** Returns a text's words in small letters with one blank between them, which is also a full-text query. */
    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]+", " ")
                .strip();
    }
}
