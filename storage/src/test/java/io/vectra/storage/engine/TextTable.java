package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextHits;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.TextSearch;
import io.vectra.storage.TextSearcher;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A table of texts, and BM25 computed from its rows by the formula. */
final class TextTable {
    static final String TABLE = "TEXTS";
    private static final List<String> WORDS = List.of(
            "sea",
            "ship",
            "shipping",
            "harbour",
            "wave",
            "storm",
            "sail",
            "anchor",
            "crew",
            "captain",
            "port",
            "tide",
            "shore",
            "gull",
            "rope",
            "mast");

    private TextTable() {}

    static void create(Session session, boolean hasVectors) throws SQLException {
        List<ColumnDefinition> columns = new ArrayList<>(List.of(
                new ColumnDefinition("ID", "INTEGER", 0, true, ""),
                new ColumnDefinition("TITLE", "VARCHAR(1000)", 0, false, ""),
                new ColumnDefinition("BODY", "CHARACTER LARGE OBJECT", 0, false, "")));
        if (hasVectors) {
            columns.add(new ColumnDefinition("VEC", "", 2, false, ""));
        }
        session.change(new SchemaChange.CreateTable(
                Catalog.DEFAULT_SCHEMA,
                TABLE,
                true,
                columns,
                new SchemaChange.PrimaryKey(null, List.of("ID")),
                List.of(),
                "CREATE TABLE"));
    }

    static void createIndex(Session session, String name, String... columns) throws SQLException {
        session.change(new SchemaChange.CreateTextIndex(
                Catalog.DEFAULT_SCHEMA, TABLE, true, new TextIndexInfo(name, List.of(columns), "standard"), "CREATE"));
    }

    static void dropIndex(Session session, String name) throws SQLException {
        session.change(new SchemaChange.DropVectorIndex(Catalog.DEFAULT_SCHEMA, name, "DROP"));
    }

    static void put(Session session, int id, String title, String body) throws SQLException {
        session.write(view -> {
            try (PreparedStatement merge =
                    view.prepare("MERGE INTO \"TEXTS\" (\"ID\", \"TITLE\", \"BODY\") KEY (\"ID\") VALUES (?, ?, ?)")) {
                merge.setInt(1, id);
                merge.setString(2, title);
                merge.setString(3, body);
                return merge.executeUpdate();
            }
        });
    }

    static void delete(Session session, int id) throws SQLException {
        session.write(view -> {
            try (PreparedStatement delete = view.prepare("DELETE FROM \"TEXTS\" WHERE \"ID\" = ?")) {
                delete.setInt(1, id);
                return delete.executeUpdate();
            }
        });
    }

    /** Returns a text of a few words, some more often than others; sometimes null or empty. */
    static String text(Random random) {
        int kind = random.nextInt(12);
        if (kind < 2) {
            return kind == 0 ? null : "";
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(kind == 2 ? 120 : 8); i >= 0; i--) {
            text.append(word(random)).append(random.nextInt(5) == 0 ? ", " : " ");
        }
        return text.toString();
    }

    static String word(Random random) {
        return WORDS.get((int) (WORDS.size() * random.nextDouble() * random.nextDouble()));
    }

    /** Reads the texts that a statement sees, by row id. */
    static TreeMap<Long, String[]> read(StatementView view) throws SQLException {
        TreeMap<Long, String[]> rows = new TreeMap<>();
        try (PreparedStatement select = view.prepare("SELECT \"ID\", \"TITLE\", \"BODY\" FROM \"TEXTS\"");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                rows.put(found.getLong(1), new String[] {found.getString(2), found.getString(3)});
            }
        }
        return rows;
    }

    /** Checks searches of some random words against the rows that the mirror has. */
    static void check(Session session, Random random, String when) throws SQLException {
        session.read(view -> {
            TableInfo table = session.database().catalog().table(Catalog.DEFAULT_SCHEMA, TABLE);
            if (table != null && table.hasTextIndex(List.of("TITLE", "BODY"))) {
                String[] words = {word(random), word(random)};
                check(view, table, words, random.nextBoolean() ? List.of("BODY") : List.of("BODY", "TITLE"), when);
            }
            return null;
        });
    }

    private static void check(StatementView view, TableInfo table, String[] words, List<String> columns, String when)
            throws SQLException {
        TreeMap<Long, String[]> rows = read(view);
        String query = words[0] + " " + words[1] + "^2";
        Map<Long, Double> expected = new TreeMap<>();
        for (String column : columns) {
            int index = column.equals("TITLE") ? 0 : 1;
            add(rows, index, words[0], 1, expected);
            add(rows, index, words[1], 2, expected);
        }
        var search = new TextSearch(table.tableId(), columns, query);

        TextSearcher texts = view.texts(search);
        TextHits all = texts.all(true, null);

        assertThat(Arrays.stream(all.rowIds()).boxed())
                .as(when + ": " + search)
                .containsExactlyElementsOf(expected.keySet());
        for (int i = 0; i < all.count(); i++) {
            double score = expected.get(all.rowIds()[i]);
            assertThat(all.scores()[i])
                    .as(when + ": score of row " + all.rowIds()[i] + " for " + search)
                    .isCloseTo(score, org.assertj.core.data.Offset.offset(1e-5 * score));
        }
        checkBest(texts, all, when);
        checkSome(texts, all, when);
    }

    private static void checkBest(TextSearcher texts, TextHits all, String when) {
        Integer[] order = new Integer[all.count()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            int byScore = Double.compare(all.scores()[b], all.scores()[a]);
            return byScore != 0 ? byScore : Long.compare(all.rowIds()[a], all.rowIds()[b]);
        });
        for (int k : new int[] {1, 3, 10, 1000}) {
            TextHits best = texts.best(k, null);
            int count = Math.min(k, all.count());
            assertThat(best.count()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(best.rowIds()[i])
                        .as(when + ": row " + i + " of " + k)
                        .isEqualTo(all.rowIds()[order[i]]);
                assertThat(best.scores()[i]).isEqualTo(all.scores()[order[i]]);
            }
        }
    }

    private static void checkSome(TextSearcher texts, TextHits all, String when) {
        long[] rowIds = IntStream.range(0, all.count())
                .filter(i -> i % 3 == 1)
                .mapToLong(i -> all.rowIds()[i])
                .toArray();
        double[] scores = IntStream.range(0, all.count())
                .filter(i -> i % 3 == 1)
                .mapToDouble(i -> all.scores()[i])
                .toArray();

        TextHits some = texts.of(rowIds);

        assertThat(some.rowIds()).as(when).containsExactly(rowIds);
        assertThat(some.scores()).as(when).containsExactly(scores);
    }

    private static void add(
            TreeMap<Long, String[]> rows, int column, String word, double factor, Map<Long, Double> scores) {
        double count = 0;
        double words = 0;
        double with = 0;
        for (String[] row : rows.values()) {
            List<String> text = words(row[column]);
            count += text.isEmpty() ? 0 : 1;
            words += text.size();
            with += text.contains(word) ? 1 : 0;
        }
        double idf = Math.log(1 + (count - with + 0.5) / (with + 0.5));
        for (Map.Entry<Long, String[]> row : rows.entrySet()) {
            List<String> text = words(row.getValue()[column]);
            double frequency = text.stream().filter(word::equals).count();
            if (frequency > 0) {
                double length = 1.2 * (0.25 + 0.75 * text.size() / (words / count));
                scores.merge(row.getKey(), factor * idf * frequency / (frequency + length), Double::sum);
            }
        }
    }

    private static List<String> words(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[^a-z]+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    static Session session(Database database) {
        return database.newSession();
    }
}
