package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.parser.VectorTypeNameSpec;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text and arrays that INSERT and UPDATE give to vector columns into vectors, before the statement is
 * validated.
 */
final class VectorTargets {
    private final CatalogView catalog;
    private final VectorTyping vectors;
    private final Parameters parameters;
    /** Whether the validator does not see that a value is meant for a vector column. */
    private boolean isTyping;

    VectorTargets(CatalogView catalog, VectorTyping vectors, Parameters parameters) {
        this.catalog = catalog;
        this.vectors = vectors;
        this.parameters = parameters;
    }

    /** Rewrites a changing statement in place; other statements stay as they are. */
    void rewrite(SqlNode statement) {
        if (statement instanceof SqlInsert insert) {
            rewriteInsert(insert);
        } else if (statement instanceof SqlUpdate update) {
            rewriteUpdate(update);
        }
    }

    private @Nullable TableInfo table(SqlNode target) {
        return target instanceof SqlIdentifier name ? catalog.table(name) : null;
    }

    private void rewriteUpdate(SqlUpdate update) {
        TableInfo table = table(update.getTargetTable());
        if (table != null && table.hasVectors()) {
            List<@Nullable ColumnInfo> columns = columns(table, update.getTargetColumnList());
            rewriteList(update.getSourceExpressionList(), table, columns);
        }
    }

    private void rewriteInsert(SqlInsert insert) {
        TableInfo table = table(insert.getTargetTable());
        if (table != null && table.hasVectors()) {
            List<@Nullable ColumnInfo> columns = insert.getTargetColumnList() == null
                    ? new ArrayList<>(table.columns())
                    : columns(table, insert.getTargetColumnList());
            rewriteSource(insert.getSource(), table, columns);
        }
    }

    /**
     * Rewrites the rows that are meant for columns of a table, but are not inserted into it directly: {@code ?}s become
     * vectors, too.
     */
    void rewriteRows(SqlNode source, TableInfo table, List<ColumnInfo> columns) {
        isTyping = true;
        rewriteSource(source, table, new ArrayList<>(columns));
    }

    /** Rewrites values for columns of a table that are not assigned directly; null stands for no column. */
    void rewriteItems(SqlNodeList items, TableInfo table, List<@Nullable ColumnInfo> columns) {
        isTyping = true;
        rewriteList(items, table, columns);
    }

    private void rewriteSource(SqlNode source, TableInfo table, List<@Nullable ColumnInfo> columns) {
        if (source instanceof SqlOrderBy ordered) {
            rewriteSource(ordered.query, table, columns);
        } else if (source instanceof SqlWith with) {
            rewriteSource(with.body, table, columns);
        } else if (source instanceof SqlSelect select) {
            rewriteList(select.getSelectList(), table, columns);
        } else if (source.getKind() == SqlKind.VALUES) {
            for (SqlNode row : ((SqlCall) source).getOperandList()) {
                rewriteRow((SqlCall) row, table, columns);
            }
        } else if (source.getKind() == SqlKind.UNION) {
            for (SqlNode branch : ((SqlCall) source).getOperandList()) {
                rewriteSource(branch, table, columns);
            }
        }
    }

    private static List<@Nullable ColumnInfo> columns(TableInfo table, SqlNodeList names) {
        List<@Nullable ColumnInfo> columns = new ArrayList<>();
        for (SqlNode name : names) {
            List<String> parts = ((SqlIdentifier) name).names;
            columns.add(table.column(parts.get(parts.size() - 1)));
        }
        return columns;
    }

    private void rewriteRow(SqlCall row, TableInfo table, List<@Nullable ColumnInfo> columns) {
        for (int i = 0; i < Math.min(row.operandCount(), columns.size()); i++) {
            SqlNode vector = vectorFor(row.operand(i), table, columns.get(i));
            if (vector != null) {
                row.setOperand(i, vector);
            }
        }
    }

    private void rewriteList(SqlNodeList list, TableInfo table, List<@Nullable ColumnInfo> columns) {
        for (int i = 0; i < Math.min(list.size(), columns.size()); i++) {
            if (list.get(i).getKind() == SqlKind.AS) {
                SqlCall named = (SqlCall) list.get(i);
                SqlNode vector = vectorFor(named.operand(0), table, columns.get(i));
                if (vector != null) {
                    named.setOperand(0, vector);
                }
            } else {
                SqlNode vector = vectorFor(list.get(i), table, columns.get(i));
                if (vector != null) {
                    list.set(i, vector);
                }
            }
        }
    }

    private @Nullable SqlNode vectorFor(SqlNode value, TableInfo table, @Nullable ColumnInfo column) {
        ColumnInfo.VectorInfo info = column == null ? null : column.vector();
        if (info == null || column == null) {
            return null;
        }
        String place = "column " + table.name() + "." + column.name();
        if (value instanceof SqlDynamicParam parameter) {
            parameters.setPlace(parameter.getIndex(), place);
            return isTyping ? cast(parameter, info.dimension()) : null;
        }
        if (isTyping && SqlUtil.isNullLiteral(value, false)) {
            return cast(value, info.dimension());
        }
        SqlNode vector =
                vectors.toVector(value, (VectorSqlType) catalog.typeFactory().vector(info.dimension()), place);
        return isTyping && vector instanceof SqlDynamicParam ? cast(vector, info.dimension()) : vector;
    }

    private static SqlNode cast(SqlNode value, int dimension) {
        SqlParserPos pos = value.getParserPosition();
        SqlDataTypeSpec type = new SqlDataTypeSpec(new VectorTypeNameSpec(dimension, "", pos), pos);
        return SqlStdOperatorTable.CAST.createCall(pos, value, type);
    }
}
