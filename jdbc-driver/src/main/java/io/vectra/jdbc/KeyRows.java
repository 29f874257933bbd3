package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers the metadata calls about indexes and foreign keys from the mirror, without what the mirror keeps for itself.
 */
final class KeyRows {
    private static final String INDEX_COLUMNS =
            "TABLE_CAT,TABLE_SCHEM,TABLE_NAME,NON_UNIQUE:B,INDEX_QUALIFIER,INDEX_NAME,"
                    + "TYPE:S,ORDINAL_POSITION:S,COLUMN_NAME,ASC_OR_DESC,CARDINALITY:L,PAGES:L,FILTER_CONDITION";
    private static final String KEY_COLUMNS =
            "PKTABLE_CAT,PKTABLE_SCHEM,PKTABLE_NAME,PKCOLUMN_NAME,FKTABLE_CAT,FKTABLE_SCHEM,"
                    + "FKTABLE_NAME,FKCOLUMN_NAME,KEY_SEQ:S,UPDATE_RULE:S,DELETE_RULE:S,FK_NAME,PK_NAME,DEFERRABILITY:S";

    private final VectraConnection connection;

    KeyRows(VectraConnection connection) {
        this.connection = connection;
    }

    /** Asks the mirror for one table's rows. */
    @FunctionalInterface
    private interface Question {
        ResultSet ask(DatabaseMetaData mirror, TableInfo table) throws SQLException;
    }

    /** Reads the answers for every table that fits, as rows of the user's catalog. */
    private List<@Nullable Object[]> answers(NameFilter filter, Question question) throws SQLException {
        return connection.call(session -> session.read(view -> {
            List<@Nullable Object[]> all = new ArrayList<>();
            Catalog catalog = session.catalog();
            DatabaseMetaData mirror = session.mirrorMetaData();
            for (TableInfo table : catalog.tables()) {
                if (filter.has(table)) {
                    try (ResultSet rows = question.ask(mirror, table)) {
                        copy(rows, all);
                    }
                }
            }
            return all;
        }));
    }

    private static void copy(ResultSet rows, List<@Nullable Object[]> all) throws SQLException {
        int count = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            @Nullable Object[] row = new Object[count];
            for (int i = 0; i < count; i++) {
                String label = rows.getMetaData().getColumnLabel(i + 1);
                row[i] = shown(label, rows.getObject(i + 1));
            }
            all.add(row);
        }
    }

    /** The mirror's own catalog is not the user's, and its schema of temporary tables is hidden. */
    private static @Nullable Object shown(String label, @Nullable Object value) {
        if (label.equals("INDEX_QUALIFIER")) {
            return null;
        }
        if (label.endsWith("_CAT")) {
            return SqlEngine.CATALOG;
        }
        return label.endsWith("_SCHEM") && value instanceof String schema ? Catalog.shownSchema(schema) : value;
    }

    ResultSet indexes(NameFilter filter, boolean isUniqueOnly) throws SQLException {
        List<@Nullable Object[]> answers = answers(
                filter, (mirror, table) -> mirror.getIndexInfo(null, table.schema(), table.name(), isUniqueOnly, true));
        Set<Object> hidden = new HashSet<>();
        for (@Nullable Object[] row : answers) {
            if (ResultColumns.HIDDEN_COLUMN.equals(row[8]) && row[5] != null) {
                hidden.add(row[5]);
            }
        }
        var rows = new MetadataRows(INDEX_COLUMNS);
        for (@Nullable Object[] row : answers) {
            if (row[5] != null && !hidden.contains(row[5])) {
                rows.add(row);
            }
        }
        if (!isUniqueOnly && connection.product() == Product.VECTRA) {
            addOwnIndexes(filter, rows);
        }
        return rows.sortedBy(3, 6, 5, 7).toResultSet();
    }

    /** Adds the HNSW and full-text indexes, which clients of an H2 would copy as indexes on columns. */
    private void addOwnIndexes(NameFilter filter, MetadataRows rows) throws SQLException {
        for (TableInfo table : connection.catalog().tables()) {
            if (filter.has(table)) {
                table.vectorIndexes().forEach(index -> add(rows, table, index.name(), List.of(index.column())));
                table.textIndexes().forEach(index -> add(rows, table, index.name(), index.columns()));
            }
        }
    }

    private static void add(MetadataRows rows, TableInfo table, String index, List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            rows.add(
                    SqlEngine.CATALOG,
                    table.schema(),
                    table.name(),
                    true,
                    null,
                    index,
                    (int) DatabaseMetaData.tableIndexOther,
                    i + 1,
                    columns.get(i),
                    null,
                    0L,
                    0L,
                    null);
        }
    }

    ResultSet importedKeys(NameFilter filter) throws SQLException {
        return keys(answers(filter, (mirror, table) -> mirror.getImportedKeys(null, table.schema(), table.name())))
                .sortedBy(1, 2, 11, 8)
                .toResultSet();
    }

    ResultSet exportedKeys(NameFilter filter) throws SQLException {
        return keys(answers(filter, (mirror, table) -> mirror.getExportedKeys(null, table.schema(), table.name())))
                .sortedBy(5, 6, 11, 8)
                .toResultSet();
    }

    ResultSet crossReference(NameFilter parent, NameFilter foreign) throws SQLException {
        List<@Nullable Object[]> fitting = new ArrayList<>();
        for (@Nullable
        Object[] row : answers(parent, (mirror, table) -> mirror.getExportedKeys(null, table.schema(), table.name()))) {
            if (foreign.has(String.valueOf(row[5]), String.valueOf(row[6]))) {
                fitting.add(row);
            }
        }
        return keys(fitting).sortedBy(5, 6, 11, 8).toResultSet();
    }

    private static MetadataRows keys(List<@Nullable Object[]> answers) {
        var rows = new MetadataRows(KEY_COLUMNS);
        answers.forEach(rows::add);
        return rows;
    }
}
