package io.vectra.samples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the dictionary.
 *
 * @param text in plain language
 * @param where an SQL condition over the table's columns, or null for none
 * @param limit how many entries are wanted
 */
record Question(String text, @Nullable String where, int limit) {
    /** Returns the statement that answers it; the vector of the text is its two parameters. */
    String sql() {
        return "SELECT words, gloss, cosine(vec, ?) AS distance\nFROM entries\n"
                + (where == null ? "" : "WHERE " + where + "\n")
                + "ORDER BY cosine(vec, ?)\nLIMIT " + limit;
    }

    /**
     * Asks the database.
     *
     * @param vector float[{@link LocalModel#DIMENSION}] of the text
     */
    Answer ask(Connection connection, float[] vector) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            long prepared = System.nanoTime();
            statement.setObject(1, vector);
            statement.setObject(2, vector);
            List<Answer.Found> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Answer.Found(
                            rows.getDouble("distance"), rows.getString("words"), rows.getString("gloss")));
                }
            }
            return new Answer(found, prepared - start, System.nanoTime() - prepared);
        }
    }
}
