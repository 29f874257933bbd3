package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements that tools send to an H2 database run, and answer as they do there.
 *
 * <p>Each file under {@code tools} has one statement in a line, with its parameters after {@code <-}. Those after
 * {@code ours:} are run here alone: their answers are of a moment, or of a name that each database makes for itself.
 */
class ToolStatementsTest extends DatabaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase", "jooq", "hibernate", "frameworks", "ddlutils"})
    void statementsOfToolsAnswerAsInH2(String tool) throws SQLException, IOException {
        try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:vectra")) {
            for (String line : lines(tool)) {
                boolean isOurs = line.startsWith("ours:");
                String statement =
                        isOurs ? line.substring(line.indexOf(':') + 1).strip() : line;
                Answer answer = answer(connection, statement);
                if (!isOurs) {
                    answer.assertEqual(answer(h2, statement), statement);
                }
            }
        }
    }

    private static List<String> lines(String tool) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ToolStatementsTest.class.getResourceAsStream("tools/" + tool + ".sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("--"))
                    .toList();
        }
    }

    /**
     * What a statement gives.
     *
     * @param labels of its columns; those of expressions are their text, which each database writes in its own way
     * @param rows as text, sorted where they come in any order; or the count of changed ones
     */
    private record Answer(List<String> labels, List<String> rows) {
        void assertEqual(Answer expected, String statement) {
            assertThat(rows).as(statement).isEqualTo(expected.rows);
            assertThat(labels).as(statement).hasSameSizeAs(expected.labels);
            for (int i = 0; i < labels.size(); i++) {
                if (labels.get(i).matches("\\w+") && expected.labels.get(i).matches("\\w+")) {
                    assertThat(labels.get(i)).as(statement).isEqualTo(expected.labels.get(i));
                }
            }
        }
    }

    private static Answer answer(Connection asked, String line) throws SQLException {
        String[] parts = line.split(" <- ", 2);
        try (PreparedStatement statement = asked.prepareStatement(parts[0])) {
            if (parts.length > 1) {
                String[] values = parts[1].split("\\|", -1);
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, value(values[i]));
                }
            }
            if (!statement.execute()) {
                return new Answer(List.of(), List.of("count " + statement.getUpdateCount()));
            }
            try (ResultSet result = statement.getResultSet()) {
                return answer(result, parts[0].toLowerCase(Locale.ROOT).contains("order by"));
            }
        } catch (SQLException e) {
            throw new SQLException(line + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    private static Answer answer(ResultSet result, boolean isOrdered) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            labels.add(result.getMetaData().getColumnLabel(i));
        }
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= labels.size(); i++) {
                row.add(result.getString(i));
            }
            rows.add(row.toString());
        }
        if (!isOrdered) {
            rows.sort(null);
        }
        return new Answer(labels, rows);
    }

    private static Object value(String text) {
        return text.matches("-?\\d+") ? (Object) Integer.valueOf(text) : text;
    }
}
