package io.vectra.sql.plan;

import io.vectra.sql.function.VectorFunction.Ordering;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.TableInfo;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * A part of a query that asks for the nearest rows of one table.
 *
 * @param select the part
 * @param table the table
 * @param alias the table's alias
 * @param column the vector column
 * @param key what the rows are ordered by
 * @param ordering what the key means
 * @param isNegated whether the key is the negated value of the function
 * @param query the vector that the column is compared with
 * @param otherKeys the ORDER BY items after the key
 * @param hint how hard to try by a hint of the part, or null without one
 */
record VectorOrder(
        SqlSelect select,
        TableInfo table,
        String alias,
        ColumnInfo column,
        SqlNode key,
        Ordering ordering,
        boolean isNegated,
        SqlNode query,
        List<SqlNode> otherKeys,
        @Nullable SearchOptions hint) {}
