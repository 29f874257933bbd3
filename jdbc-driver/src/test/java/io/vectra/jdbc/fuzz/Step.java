package io.vectra.jdbc.fuzz;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a script: it does the same to both databases, and compares. */
interface Step {
    /** Runs at both, and returns how they differ, or null. */
    @Nullable
    String run(Stage stage) throws SQLException;

    /** Returns whether the step is a statement that counts. */
    default boolean isStatement() {
        return true;
    }

    /** Runs a statement over scalar columns. */
    record Compared(FuzzStatement statement, List<FuzzTable> tables) implements Step {
        @Override
        public @Nullable String run(Stage stage) throws SQLException {
            if (statement.plain().isEmpty()) {
                stage.execute(statement.sql());
                return null;
            }
            Answer plain = stage.plainAnswer(statement);
            Answer mine = Answer.of(stage.connection(), statement.sql(), statement.parameters(), statement.isQuery());
            if (plain.failure() != null && "57014".equals(plain.failure().getSQLState())) {
                return null;
            }
            if (plain.isOutOfMemory() || mine.isOutOfMemory()) {
                stage.runOutOfMemory();
                return null;
            }
            stage.forgetDeleted(tables);
            return mine.differenceFrom(plain, statement.isOrdered());
        }

        @Override
        public String toString() {
            return statement.sql().equals(statement.plain())
                            || statement.plain().isEmpty()
                    ? statement.toString()
                    : statement + "\n    -- H2: " + statement.plain();
        }
    }

    /** Does something that has no rows to compare. */
    record Done(String name, Action action) implements Step {
        /** What is done. */
        interface Action {
            void on(Stage stage) throws SQLException;
        }

        @Override
        public @Nullable String run(Stage stage) throws SQLException {
            action.on(stage);
            return null;
        }

        @Override
        public boolean isStatement() {
            return false;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Compares all rows of all tables, and all vectors. */
    record Everything(List<FuzzTable> tables) implements Step {
        @Override
        public @Nullable String run(Stage stage) throws SQLException {
            for (FuzzTable table : tables) {
                String columns = String.join(
                        ", ",
                        table.columns().stream().map(FuzzTable.Column::sql).toList());
                String sql = "SELECT " + columns + " FROM " + table.name() + " ORDER BY id";
                Answer mine = Answer.of(stage.connection(), sql, List.of(), true);
                String difference = mine.differenceFrom(Answer.of(stage.plain(), sql, List.of(), true), true);
                if (difference != null) {
                    return sql + ": " + difference;
                }
                if (table.hasVectors()) {
                    difference = differentVectors(stage, table);
                }
                if (difference != null) {
                    return difference;
                }
            }
            return null;
        }

        private static @Nullable String differentVectors(Stage stage, FuzzTable table) throws SQLException {
            Collection<Integer> ids = stage.ids("SELECT id FROM " + table.name() + " ORDER BY id", List.of());
            List<String> expected = new java.util.ArrayList<>();
            for (int id : ids) {
                expected.add(id + " " + Answer.shown(stage.vectors(table).get(id)));
            }
            List<String> found = new java.util.ArrayList<>();
            for (List<Object> row :
                    Stage.rows(stage.connection(), "SELECT id, vec FROM " + table.name() + " ORDER BY id", List.of())) {
                found.add(row.get(0) + " " + Answer.shown(row.get(1)));
            }
            return found.equals(expected)
                    ? null
                    : "vectors of " + table.name() + ": " + found + ", expected " + expected;
        }

        @Override
        public boolean isStatement() {
            return false;
        }

        @Override
        public String toString() {
            return "(all rows of all tables)";
        }
    }
}
