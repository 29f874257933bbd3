package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.ColumnNode;
import io.vectra.sql.parser.VectorTypeNameSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Checks the expressions of definitions: DEFAULT, CHECK, GENERATED. They are kept by the mirror, so vectors, parameters
 * and queries cannot stand in them.
 */
public final class ScalarExpression {
    private final CatalogView catalog;

    public ScalarExpression(CatalogView catalog) {
        this.catalog = catalog;
    }

    /**
     * Returns the checked expression.
     *
     * @param columns the columns that may stand in it
     * @param place where the expression stands, for messages
     */
    public SqlNode validate(SqlNode expression, Map<String, ColumnNode> columns, String place) {
        expression.accept(new SupportedSyntax());
        expression.accept(new Refusal(columns, place));
        Map<String, RelDataType> types = new LinkedHashMap<>();
        columns.forEach((name, column) -> types.put(
                name,
                isBoolean(column)
                        ? catalog.typeFactory().createSqlType(SqlTypeName.BOOLEAN)
                        : catalog.typeFactory().scalar()));
        SqlNode plain = expression.accept(new SyntaxRewrites());
        VectraValidator validator = new VectraValidator(catalog, new Parameters(0));
        try {
            return validator.validateParameterizedExpression(plain == null ? expression : plain, types);
        } catch (CalciteContextException e) {
            throw e.getCause() instanceof SqlFailure failure ? failure : Failures.of(e, catalog);
        } catch (CalciteException e) {
            throw Failures.of(e);
        }
    }

    private static boolean isBoolean(ColumnNode column) {
        return column.type().toString().startsWith("BOOL");
    }

    /** Finds what cannot stand in the expression of a definition. */
    private static final class Refusal extends SqlBasicVisitor<Void> {
        private final Map<String, ColumnNode> columns;
        private final String place;

        Refusal(Map<String, ColumnNode> columns, String place) {
            this.columns = columns;
            this.place = place;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                throw Failures.notSupported("A query in " + place + " is not supported", call.getParserPosition());
            }
            refuseSessionName(call);
            return super.visit(call);
        }

        @Override
        public @Nullable Void visit(SqlDynamicParam parameter) {
            throw Failures.notSupported("A parameter in " + place + " is not supported", parameter.getParserPosition());
        }

        private void refuseSessionName(SqlNode node) {
            if (SessionName.isAsked(node)) {
                throw Failures.notSupported(
                        "The session's schema or user in " + place
                                + " is not supported; give the value with the statement",
                        node.getParserPosition());
            }
        }

        @Override
        public @Nullable Void visit(SqlIdentifier name) {
            refuseSessionName(name);
            ColumnNode column = columns.get(name.names.get(name.names.size() - 1));
            if (column != null && column.type().getTypeNameSpec() instanceof VectorTypeNameSpec) {
                throw Failures.notSupported(
                        "The vector column " + name + " in " + place + " is not supported", name.getParserPosition());
            }
            return null;
        }
    }
}
