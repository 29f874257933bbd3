package io.vectra.sql.plan;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A table that a part of a query reads, by itself, in a join, or through plain sub-queries.
 *
 * @param info the table
 * @param alias its name in a {@link FlatQuery}
 * @param path the aliases that lead to it: those of the sub-queries from the outermost on, then its own
 * @param leaf where it stands in the statement
 * @param isNamed whether a sub-query on the path is one that the statement names in WITH
 * @param isPreserved whether no outer join puts NULLs in its place
 */
record SearchedTable(
        TableInfo info, String alias, List<String> path, SqlNode leaf, boolean isNamed, boolean isPreserved) {
    SearchedTable {
        path = List.copyOf(path);
    }

    /** Returns the vector column that an expression is, or null. */
    @Nullable
    ColumnInfo vectorColumn(SqlNode node) {
        if (node instanceof SqlIdentifier name
                && name.names.size() == 2
                && name.names.get(0).equals(alias)) {
            ColumnInfo column = info.column(name.names.get(1));
            return column != null && column.isVector() ? column : null;
        }
        return null;
    }

    /** Returns the table's alias in the query that reads it. */
    String ownAlias() {
        return path.get(path.size() - 1);
    }
}
