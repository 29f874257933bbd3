package io.vectra.sql.validate;

import io.vectra.sql.function.FunctionTable;
import io.vectra.sql.parser.CreateTableAsNode;
import io.vectra.sql.parser.ExplainNode;
import io.vectra.sql.parser.ForUpdateNode;
import io.vectra.sql.parser.UpsertNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Finds things in a parsed tree by what the mirror calls them. */
final class TextPlaces {
    private static final Set<String> DIVISIONS = Set.of("/", "%", "MOD");

    private TextPlaces() {}

    /** Returns where a function is called first; null if it is not. */
    static @Nullable SqlParserPos function(SqlNode statement, String name) {
        List<SqlNode> found = new ArrayList<>();
        visitCalls(statement, call -> {
            if (call.getOperator().getName().equalsIgnoreCase(name)) {
                found.add(call);
            }
            return true;
        });
        return found.isEmpty() ? null : found.get(0).getParserPosition();
    }

    /** Returns where a value is divided; null if none is, or more than one. */
    static @Nullable SqlParserPos onlyDivision(SqlNode statement) {
        List<SqlNode> found = new ArrayList<>();
        visitCalls(statement, call -> {
            if (DIVISIONS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT))) {
                found.add(call);
            }
            return true;
        });
        return found.size() == 1 ? found.get(0).getParserPosition() : null;
    }

    /** Returns where a value is written; null if it is not, or more than once. */
    static @Nullable SqlParserPos onlyLiteral(SqlNode statement, String value) {
        List<SqlNode> found = new ArrayList<>();
        queryIn(statement).accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlLiteral literal) {
                Object written = literal.getValue();
                String text = written instanceof NlsString string ? string.getValue() : String.valueOf(written);
                if (text.equals(value)) {
                    found.add(literal);
                }
                return null;
            }
        });
        return found.size() == 1 ? found.get(0).getParserPosition() : null;
    }

    /**
     * Returns where a column stands beside groups; null if it does nowhere.
     *
     * @param column its name, after its table's alias and a dot
     */
    static @Nullable SqlParserPos ungrouped(SqlNode statement, String column) {
        List<SqlNode> found = new ArrayList<>();
        visitCalls(statement, call -> {
            if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select && hasGroups(select)) {
                ungrouped(select, column, found);
                ungrouped(ordered.orderList, column, found);
            } else if (call instanceof SqlSelect select && hasGroups(select)) {
                ungrouped(select, column, found);
            }
            return true;
        });
        return found.isEmpty() ? null : found.get(0).getParserPosition();
    }

    private static void ungrouped(SqlSelect select, String column, List<SqlNode> found) {
        ungrouped(select.getSelectList(), column, found);
        ungrouped(select.getHaving(), column, found);
        ungrouped(select.getQualify(), column, found);
    }

    private static void ungrouped(@Nullable SqlNode part, String column, List<SqlNode> found) {
        if (part == null) {
            return;
        }
        part.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                return isAggregate(call) ? null : super.visit(call);
            }

            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                if (isColumn(name, column)) {
                    found.add(name);
                }
                return null;
            }
        });
    }

    /** A name without its table may be that of the column, and a star has all columns of its table. */
    private static boolean isColumn(SqlIdentifier name, String column) {
        int dot = column.lastIndexOf('.');
        int last = name.names.size() - 1;
        boolean isOfTable = last == 0 || name.names.get(last - 1).equals(column.substring(0, Math.max(dot, 0)));
        return isOfTable && (name.isStar() || name.names.get(last).equals(column.substring(dot + 1)));
    }

    private static boolean hasGroups(SqlSelect select) {
        if (select.getGroup() != null || select.getHaving() != null) {
            return true;
        }
        boolean[] found = {false};
        visitCalls(select.getSelectList(), call -> {
            found[0] |= isAggregate(call);
            return !call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.OVER;
        });
        return found[0];
    }

    private static boolean isAggregate(SqlCall call) {
        return FunctionTable.INSTANCE.isAggregate(call.getOperator().getName());
    }

    /**
     * Visits every call.
     *
     * @param visitor returns whether to visit the operands, too
     */
    private static void visitCalls(SqlNode statement, Predicate<SqlCall> visitor) {
        queryIn(statement).accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                return visitor.test(call) ? super.visit(call) : null;
            }
        });
    }

    private static SqlNode queryIn(SqlNode statement) {
        if (statement instanceof ExplainNode explain) {
            return queryIn(explain.statement());
        }
        if (statement instanceof ForUpdateNode locking) {
            return locking.query();
        }
        if (statement instanceof CreateTableAsNode create) {
            return create.parts().query();
        }
        return statement instanceof UpsertNode upsert ? upsert.insert() : statement;
    }
}
