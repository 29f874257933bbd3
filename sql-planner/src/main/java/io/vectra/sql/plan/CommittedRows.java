package io.vectra.sql.plan;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.storage.TableInfo;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Recognises queries whose result depends on nothing but parameters and the committed rows of tables: two runs that see
 * the same commits get the same. What is not surely so is none.
 */
final class CommittedRows {
    /** Calls of which the operands tell the value. */
    private static final Set<SqlKind> PLAIN = EnumSet.of(
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.BETWEEN,
            SqlKind.LIKE,
            SqlKind.IN,
            SqlKind.NOT_IN,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_TRUE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_FALSE,
            SqlKind.PLUS,
            SqlKind.MINUS,
            SqlKind.TIMES,
            SqlKind.DIVIDE,
            SqlKind.MOD,
            SqlKind.MINUS_PREFIX,
            SqlKind.CASE,
            SqlKind.COALESCE,
            SqlKind.NULLIF,
            SqlKind.EXISTS,
            SqlKind.ROW);

    /** Functions of which the operands tell the value, whoever asks and whenever. */
    private static final Set<String> FUNCTIONS = Set.of(
            "||",
            "ABS",
            "CEIL",
            "CEILING",
            "CHAR_LENGTH",
            "CHARACTER_LENGTH",
            "CONCAT",
            "FLOOR",
            "LCASE",
            "LEFT",
            "LENGTH",
            "LOCATE",
            "LOWER",
            "LTRIM",
            "POSITION",
            "REPLACE",
            "RIGHT",
            "ROUND",
            "RTRIM",
            "SIGN",
            "SUBSTRING",
            "TRIM",
            "UCASE",
            "UPPER");

    private CommittedRows() {}

    /** Returns the ids of the tables that a query reads, or null if it is none. */
    static @Nullable Set<Integer> tables(SqlNode query, CatalogView catalog) {
        var visitor = new Visitor(catalog);
        query.accept(visitor);
        return visitor.areCommitted ? visitor.tableIds : null;
    }

    private static final class Visitor extends SqlBasicVisitor<Void> {
        private final CatalogView catalog;
        private final Set<Integer> tableIds = new HashSet<>();
        private boolean areCommitted = true;

        Visitor(CatalogView catalog) {
            this.catalog = catalog;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
                visitFrom(select.getFrom());
                areCommitted &= select.getFetch() == null && select.getOffset() == null && select.getQualify() == null;
                visitAll(select.getSelectList(), select.getWhere(), select.getGroup(), select.getHaving());
                return null;
            }
            if (call.getKind() == SqlKind.AS) {
                return call.operand(0).accept(this);
            }
            areCommitted &= PLAIN.contains(call.getKind())
                    || FUNCTIONS.contains(call.getOperator().getName());
            return areCommitted ? super.visit(call) : null;
        }

        private void visitAll(@Nullable SqlNode... nodes) {
            for (SqlNode node : nodes) {
                if (node != null) {
                    node.accept(this);
                }
            }
        }

        private void visitFrom(@Nullable SqlNode from) {
            if (from == null) {
                return;
            }
            SqlNode read = from instanceof SqlCall as && as.getKind() == SqlKind.AS ? as.operand(0) : from;
            if (read instanceof SqlJoin join) {
                visitFrom(join.getLeft());
                visitFrom(join.getRight());
                visitAll(join.getCondition());
            } else if (read instanceof SqlIdentifier name) {
                TableInfo table = catalog.table(name);
                areCommitted &= table != null && !table.isView() && !table.isTemporary() && table.tableId() > 0;
                tableIds.add(table == null ? 0 : table.tableId());
            } else {
                read.accept(this);
            }
        }

        /** A column has its table before it; what stands alone may be anything. */
        @Override
        public @Nullable Void visit(SqlIdentifier name) {
            areCommitted &= name.names.size() > 1;
            return null;
        }
    }
}
