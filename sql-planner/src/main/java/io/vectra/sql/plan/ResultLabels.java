package io.vectra.sql.plan;

import io.vectra.sql.Plan.ResultColumn;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.sql.function.VectorOperators;
import io.vectra.sql.mirror.MirrorDialect;
import io.vectra.sql.validate.SequenceValue;
import io.vectra.sql.validate.Validated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.jspecify.annotations.Nullable;

/** Names a query's columns as the mirror would: by the alias, else the column's name, else the expression's text. */
final class ResultLabels {
    private static final SqlWriterConfig TEXT = SqlPrettyWriter.config()
            .withDialect(new LabelDialect())
            .withQuoteAllIdentifiers(false)
            .withAlwaysUseParentheses(false)
            .withSelectListItemsOnSeparateLines(false)
            .withClauseStartsLine(false)
            .withIndentation(0)
            .withLineFolding(SqlWriterConfig.LineFolding.WIDE);

    private ResultLabels() {}

    /** Standard SQL. */
    private static final class LabelDialect extends AnsiSqlDialect {
        LabelDialect() {
            super(DEFAULT_CONTEXT.withIdentifierQuoteString("\""));
        }

        @Override
        public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            if (SequenceValue.isSequenceValue(call)) {
                MirrorDialect.unparseSequenceValue(writer, call);
            } else {
                super.unparseCall(writer, call, leftPrec, rightPrec);
            }
        }
    }

    static List<ResultColumn> of(Validated query) {
        RelDataType row = query.validator().getValidatedNodeType(query.node());
        SqlNodeList items = items(query.node());
        Map<SqlParserPos, SqlNode> written = writtenItems(query.raw());
        boolean isSelect = items != null && items.size() == row.getFieldCount();
        List<ResultColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : row.getFieldList()) {
            SqlNode item = isSelect && items != null ? items.get(field.getIndex()) : null;
            VectorSqlType vector = VectraTypeFactory.vectorOf(field.getType());
            String label = item == null ? valuesLabel(field) : label(item, field, written);
            columns.add(new ResultColumn(label, vector == null ? 0 : vector.dimension(), vector != null));
        }
        return columns;
    }

    /** VALUES has no names; the mirror counts its columns. */
    private static String valuesLabel(RelDataTypeField field) {
        return field.getName().startsWith("EXPR$") ? "C" + (field.getIndex() + 1) : field.getName();
    }

    private static String label(SqlNode item, RelDataTypeField field, Map<SqlParserPos, SqlNode> written) {
        boolean isNamed = item.getKind() == SqlKind.AS;
        SqlNode value = VectorOperators.withoutComparison(isNamed ? ((SqlCall) item).operand(0) : item);
        if (isNamed) {
            SqlIdentifier alias = ((SqlCall) item).operand(1);
            SqlNode named = written.get(alias.getParserPosition());
            if (named != null && !isStar(named)) {
                return alias.getSimple();
            }
        }
        if (value instanceof SqlIdentifier column) {
            return column.names.get(column.names.size() - 1);
        }
        SqlNode text = written.get(value.getParserPosition());
        if (text == null) {
            return field.getName();
        }
        return text instanceof SqlIdentifier column
                ? column.names.get(column.names.size() - 1)
                : new SqlPrettyWriter(TEXT).format(text).replaceAll("\\s+", " ");
    }

    /** Calcite gives the columns of a star that have the same name different ones; no user wrote those. */
    private static boolean isStar(SqlNode item) {
        return item instanceof SqlIdentifier name && name.isStar();
    }

    private static Map<SqlParserPos, SqlNode> writtenItems(SqlNode raw) {
        Map<SqlParserPos, SqlNode> written = new HashMap<>();
        SqlNodeList items = items(raw);
        if (items != null) {
            for (SqlNode item : items) {
                SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
                written.put(value.getParserPosition(), value);
                if (value instanceof SqlOrderBy ordered) {
                    // Validation puts the order into the query.
                    written.put(ordered.query.getParserPosition(), value);
                }
                if (item.getKind() == SqlKind.AS) {
                    written.put(((SqlCall) item).operand(1).getParserPosition(), value);
                }
            }
        }
        return written;
    }

    /** Returns the select list that names the columns, or null if there is none. */
    private static @Nullable SqlNodeList items(SqlNode query) {
        if (query instanceof SqlSelect select) {
            boolean isWrapper = select.getParserPosition().equals(SqlParserPos.ZERO)
                    && select.getFrom() instanceof SqlCall from
                    && from.getKind() == SqlKind.AS
                    && from.operand(0).isA(SqlKind.SET_QUERY);
            return isWrapper ? items(((SqlCall) ((SqlSelect) query).getFrom()).operand(0)) : select.getSelectList();
        }
        if (query instanceof SqlOrderBy ordered) {
            return items(ordered.query);
        }
        if (query instanceof SqlWith with) {
            return items(with.body);
        }
        if (query.isA(SqlKind.SET_QUERY)) {
            return items(((SqlCall) query).operand(0));
        }
        return null;
    }
}
