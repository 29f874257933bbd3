package io.vectra.jdbc.fuzz;

import java.util.List;

/**
 * A table of both databases; one has a column of vectors more.
 *
 * @param name as SQL writes it
 * @param columns the scalar ones; the first is {@code id}, an INT that is unique and never changes
 * @param isKeyRowId whether rows at equal distances come in the order of {@code id}
 * @param dimension of the vectors in the column {@code vec}, or 0 without
 */
record FuzzTable(String name, List<Column> columns, boolean isKeyRowId, int dimension) {
    /**
     * A column of a table or something else that has a value in an expression.
     *
     * @param sql how an expression names it
     * @param isChangeable whether statements may give it values
     */
    record Column(String sql, ColumnType type, boolean isChangeable) {
        Column(String sql, ColumnType type) {
            this(sql, type, true);
        }

        Column of(String alias) {
            return new Column(alias + "." + sql, type, isChangeable);
        }
    }

    List<Column> of(String alias) {
        return columns.stream().map(c -> c.of(alias)).toList();
    }

    List<Column> changeable() {
        return columns.stream().skip(1).filter(Column::isChangeable).toList();
    }

    boolean hasVectors() {
        return dimension > 0;
    }
}
