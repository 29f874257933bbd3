package io.vectra.sql.validate;

import io.vectra.sql.function.FunctionTable;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.parser.MirrorTypeNameSpec;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every construct of the grammar that the mirror is not known to have: what is not listed here is an error,
 * never passed on.
 */
final class SupportedSyntax extends SqlBasicVisitor<Void> {
    private static final Set<SqlKind> STRUCTURE = EnumSet.of(
            SqlKind.SELECT,
            SqlKind.ORDER_BY,
            SqlKind.WITH,
            SqlKind.WITH_ITEM,
            SqlKind.UNION,
            SqlKind.INTERSECT,
            SqlKind.EXCEPT,
            SqlKind.JOIN,
            SqlKind.LATERAL,
            SqlKind.WINDOW,
            SqlKind.INSERT,
            SqlKind.UPDATE,
            SqlKind.DELETE,
            SqlKind.CASE,
            SqlKind.PRECEDING,
            SqlKind.FOLLOWING);

    private static final Set<JoinType> JOINS =
            EnumSet.of(JoinType.INNER, JoinType.LEFT, JoinType.RIGHT, JoinType.CROSS, JoinType.COMMA);

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlHint) {
            return null;
        }
        if (!isSupported(call)) {
            throw Failures.notSupported(name(call) + " is not supported", call.getParserPosition());
        }
        if (call.getOperator() instanceof SqlUnresolvedFunction function
                && FunctionTable.INSTANCE.isInternal(function.getName())) {
            throw Failures.unknownFunction(call, function);
        }
        if (call.getKind() == SqlKind.CAST
                && call.operand(1) instanceof SqlDataTypeSpec type
                && type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec name) {
            throw MirrorTypeNameSpec.unknown(name.getTypeName().toString(), name.getParserPos());
        }
        if (call instanceof SqlSelect select) {
            check(select);
        } else if (call instanceof SqlJoin join) {
            check(join);
        } else if (call instanceof SqlOrderBy ordered && !ordered.query.isA(SqlKind.QUERY)) {
            throw Failures.at(
                    Failures.SYNTAX_ERROR,
                    "ORDER BY, LIMIT and OFFSET belong to a query, but found an expression before them",
                    ordered.query.getParserPosition());
        } else if (call instanceof SqlWith with) {
            check(with);
        } else if (call.getKind() == SqlKind.AS && call.operand(0) instanceof SqlIdentifier) {
            return null;
        }
        return super.visit(call);
    }

    private static boolean isSupported(SqlCall call) {
        return STRUCTURE.contains(call.getKind())
                || call.getOperator() instanceof SqlUnresolvedFunction
                || call.getOperator() instanceof VectorFunction
                || SyntaxRewrites.rewrites(call.getOperator())
                || FunctionTable.INSTANCE.contains(call.getOperator());
    }

    private static String name(SqlCall call) {
        String name = call.getOperator().getName();
        return switch (call.getKind()) {
            case MERGE -> "MERGE";
            case PROCEDURE_CALL -> "CALL";
            case GROUPING_SETS, ROLLUP, CUBE -> "GROUP BY " + call.getKind().sql;
            case SNAPSHOT -> "FOR SYSTEM_TIME";
            case COLLECTION_TABLE ->
                "Table function " + ((SqlCall) call.operand(0)).getOperator().getName();
            case OTHER_FUNCTION, OTHER -> call.getOperator() instanceof SqlFunction ? "Function " + name : name;
            default -> name.isEmpty() ? call.getKind().sql : name;
        };
    }

    private static void check(SqlSelect select) {
        SearchHints.of(select);
        if (select.isKeywordPresent(SqlSelectKeyword.STREAM)) {
            throw Failures.notSupported("SELECT STREAM is not supported", select.getParserPosition());
        }
    }

    private static void check(SqlWith with) {
        Set<String> names = new HashSet<>();
        for (SqlNode node : with.withList) {
            SqlIdentifier name = ((SqlWithItem) node).name;
            if (!names.add(name.getSimple())) {
                throw Failures.at(
                        "42712",
                        "WITH names \"" + name.getSimple() + "\" twice; give each query a name of its own",
                        name.getParserPosition(),
                        null);
            }
        }
    }

    private static void check(SqlJoin join) {
        if (!JOINS.contains(join.getJoinType())) {
            String sql = join.getJoinType().name().replace('_', ' ');
            throw Failures.notSupported(
                    sql + " JOIN is not supported"
                            + (join.getJoinType() == JoinType.FULL
                                    ? "; a LEFT JOIN b … UNION ALL SELECT … FROM b WHERE NOT EXISTS (…) gives its rows"
                                    : ""),
                    join.getParserPosition());
        }
    }

    @Override
    public @Nullable Void visit(SqlLiteral literal) {
        return null;
    }
}
