package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.sql.function.FunctionTable;
import io.vectra.sql.parser.VectorTypeNameSpec;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.AggregatingSelectScope;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names and checks vectors. To it a scalar is a scalar: every scalar type but BOOLEAN is Calcite's ANY, so
 * that what a scalar expression means is the mirror's to decide and no cast is put into the tree (docs/adr/0008).
 */
public final class VectraValidator extends SqlValidatorImpl {
    /** The columns that planning gave to sub-queries. */
    private final Set<String> addedColumns = new HashSet<>();

    private final Set<SqlSelect> unfolded = Collections.newSetFromMap(new IdentityHashMap<>());

    private static final Config CONFIG = Config.DEFAULT
            .withConformance(VectraConformance.INSTANCE)
            .withIdentifierExpansion(true)
            .withCallRewrite(false)
            .withTypeCoercionEnabled(false)
            .withDefaultNullCollation(NullCollation.LOW);

    /** Literals that the filters of searches can read. */
    private static final Set<String> READ_HERE = Set.of("DATE", "TIME", "TIMESTAMP", "UUID");

    private static final SqlNode ANY_OF_GROUP = SqlLiteral.createBoolean(true, SqlParserPos.ZERO);

    private final VectraTypeFactory types;
    private final VectorTyping vectors;
    private final CatalogView catalog;
    private final Set<SqlCall> prepared = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Creates a validator for one statement. */
    public VectraValidator(CatalogView catalog, Parameters parameters) {
        super(FunctionTable.INSTANCE, catalog.reader(), catalog.typeFactory(), CONFIG);
        this.types = catalog.typeFactory();
        this.vectors = new VectorTyping(this, parameters);
        this.catalog = catalog;
    }

    VectraTypeFactory types() {
        return types;
    }

    VectorTyping vectors() {
        return vectors;
    }

    /** Returns the vector type of a validated expression, or null if it is none. */
    public @Nullable VectorSqlType vectorType(SqlNode node) {
        return VectraTypeFactory.vectorOf(getValidatedNodeTypeIfKnown(node));
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode expr) {
        RelDataType known = isScalarLiteral(expr) ? types.scalar() : null;
        if (known == null && expr instanceof SqlDynamicParam && getValidatedNodeTypeIfKnown(expr) == null) {
            // A scalar until more is found out: of a ? without any type, Calcite refuses arithmetic.
            known = types.scalar();
        }
        if (known == null && VectorTyping.isDefaultCall(expr)) {
            known = vectors.defaultType();
        }
        if (known != null) {
            setValidatedNodeType(expr, known);
            return known;
        }
        if (expr instanceof SqlCall call && prepared.add(call)) {
            vectors.prepare(scope, call);
        }
        RelDataType array = scalarArray(scope, expr);
        if (array != null) {
            setValidatedNodeType(expr, array);
            return array;
        }
        RelDataType type = super.deriveType(scope, expr);
        RelDataType cast = castVector(expr);
        if (cast != null) {
            setValidatedNodeType(expr, cast);
            return cast;
        }
        if (!isScalarExpression(expr, type)) {
            return type;
        }
        RelDataType scalar = types.scalar();
        setValidatedNodeType(expr, scalar);
        return scalar;
    }

    /**
     * Returns the type of an ARRAY[…] of scalars; null for anything else. Calcite would cast those that cannot be NULL
     * to the type of those that can.
     */
    private @Nullable RelDataType scalarArray(SqlValidatorScope scope, SqlNode node) {
        if (node.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR || ((SqlCall) node).operandCount() == 0) {
            return null;
        }
        RelDataType scalar = types.createTypeWithNullability(types.scalar(), true);
        for (SqlNode element : ((SqlCall) node).getOperandList()) {
            if (element instanceof SqlDynamicParam || SqlUtil.isNullLiteral(element, false)) {
                inferUnknownTypes(scalar, scope, element);
            } else if (deriveType(scope, element).getSqlTypeName() != SqlTypeName.ANY) {
                return null;
            }
        }
        return types.scalar();
    }

    /** Returns the type of a cast to a vector, whose length Calcite forgets; null for anything else. */
    private @Nullable RelDataType castVector(SqlNode node) {
        if (node.getKind() != SqlKind.CAST
                || !(((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type)
                || !(type.getTypeNameSpec() instanceof VectorTypeNameSpec wanted)) {
            return null;
        }
        SqlNode operand = ((SqlCall) node).operand(0);
        VectorSqlType from = vectorType(operand);
        RelDataType into =
                types.vector(wanted.dimension() == 0 && from != null ? from.dimension() : wanted.dimension());
        if (operand instanceof SqlDynamicParam) {
            setValidatedNodeType(operand, into);
        }
        return into;
    }

    /** What a text after a type's name means is the mirror's to decide. */
    @Override
    public SqlLiteral resolveLiteral(SqlLiteral literal) {
        if (!(literal instanceof SqlUnknownLiteral unknown)) {
            return literal;
        }
        try {
            return READ_HERE.contains(unknown.tag) ? super.resolveLiteral(literal) : literal;
        } catch (CalciteContextException | IllegalArgumentException e) {
            return literal;
        }
    }

    private static boolean isScalarLiteral(SqlNode node) {
        return node instanceof SqlLiteral literal
                && switch (literal.getTypeName()) {
                    case NULL, SYMBOL, BOOLEAN -> false;
                    default -> true;
                };
    }

    private static boolean isScalarExpression(SqlNode node, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    DECIMAL,
                    FLOAT,
                    REAL,
                    DOUBLE,
                    DATE,
                    TIME,
                    TIME_TZ,
                    TIMESTAMP,
                    TIMESTAMP_TZ,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID -> true;
            case ARRAY ->
                VectraTypeFactory.vectorOf(type) == null
                        && VectraTypeFactory.vectorOf(Objects.requireNonNull(type.getComponentType())) == null;
            default -> SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName()) && node instanceof SqlCall;
        };
    }

    @Override
    protected void inferUnknownTypes(RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
        boolean isUnknown = inferredType.equals(getUnknownType());
        if (node instanceof SqlDynamicParam parameter) {
            RelDataType known = getValidatedNodeTypeIfKnown(parameter);
            if (known == null || known.getSqlTypeName() == SqlTypeName.ANY) {
                setValidatedNodeType(
                        parameter, isUnknown ? types.scalar() : types.createTypeWithNullability(inferredType, true));
            }
        } else if (isUnknown && SqlUtil.isNullLiteral(node, false)) {
            deriveType(scope, node);
        } else {
            super.inferUnknownTypes(inferredType, scope, node);
        }
    }

    /** Calcite asks for the types of operands before it has inferred those of parameters. */
    @Override
    public RelDataType getValidatedNodeType(SqlNode node) {
        return node instanceof SqlDynamicParam && getValidatedNodeTypeIfKnown(node) == null
                ? types.scalar()
                : super.getValidatedNodeType(node);
    }

    /** A scalar of unknown type may be a condition; whether it is one is the mirror's to decide. */
    @Override
    protected void validateWhereOrOn(SqlValidatorScope scope, SqlNode condition, String clause) {
        if (condition.getKind() == SqlKind.ROW) {
            throw Failures.at(
                    Failures.SYNTAX_ERROR,
                    "A condition is expected after " + clause + ", but found a row of several values",
                    condition.getParserPosition());
        }
        inferUnknownTypes(types.createSqlType(SqlTypeName.BOOLEAN), scope, condition);
        RelDataType type = deriveType(scope, condition);
        if (type.getSqlTypeName() == SqlTypeName.ANY || type.getSqlTypeName() == SqlTypeName.NULL) {
            setValidatedNodeType(
                    condition, types.createTypeWithNullability(types.createSqlType(SqlTypeName.BOOLEAN), true));
        }
        super.validateWhereOrOn(scope, condition, clause);
    }

    /** The session's names are those of the statement, which the mirror does not know. */
    @Override
    public @Nullable SqlCall makeNullaryCall(SqlIdentifier id) {
        SqlCall call = super.makeNullaryCall(id);
        return call == null ? null : SessionName.known(call, catalog.currentSchema());
    }

    /** Finds the sequence, and writes its schema down. */
    @Override
    public void validateSequenceValue(@Nullable SqlValidatorScope scope, SqlIdentifier id) {
        String schema = id.names.size() > 1 ? id.names.get(0) : catalog.currentSchema();
        String name = id.names.get(id.names.size() - 1);
        if (catalog.catalog().sequence(schema, name) == null) {
            throw Failures.unknownSequence(id);
        }
        id.setNames(List.of(schema, name), null);
    }

    /**
     * Whether a column that is not grouped by has one value in each group is the mirror's to decide, by the rows. So
     * Calcite, which expands an expression over groups only to look for such columns, finds none.
     */
    @Override
    public SqlNode expand(SqlNode expr, SqlValidatorScope scope) {
        SqlNode expanded = super.expand(expr, scope);
        return scope instanceof AggregatingSelectScope groups
                        && scope == getSelectScope(groups.getNode())
                        && !isGrouping(expr, groups.getNode())
                ? ANY_OF_GROUP
                : expanded;
    }

    private static boolean isGrouping(SqlNode expr, SqlSelect select) {
        return select.getGroup() != null
                && select.getGroup().stream()
                        .anyMatch(item -> item == expr
                                || item.getKind() == SqlKind.ROW
                                        && ((SqlCall) item).getOperandList().contains(expr));
    }

    /** A vector goes into a vector column of its length, and nothing else does. */
    @Override
    protected void checkTypeAssignment(
            @Nullable SqlValidatorScope sourceScope,
            SqlValidatorTable table,
            RelDataType sourceRowType,
            RelDataType targetRowType,
            SqlNode query) {
        List<RelDataTypeField> targets = targetRowType.getFieldList();
        for (int i = 0; i < Math.min(targets.size(), sourceRowType.getFieldCount()); i++) {
            checkAssignment(
                    sourceRowType.getFieldList().get(i).getType(),
                    targets.get(i).getName(),
                    VectraTypeFactory.vectorOf(targets.get(i).getType()),
                    query.getParserPosition());
        }
    }

    /** Refuses a scalar for a vector column, a vector for a scalar one, and vectors of another length. */
    static void checkAssignment(RelDataType source, String column, @Nullable VectorSqlType into, SqlParserPos pos) {
        VectorSqlType from = VectraTypeFactory.vectorOf(source);
        boolean isNull = source.getSqlTypeName() == SqlTypeName.NULL;
        boolean fits = from == null ? into == null || isNull : into != null && from.fits(into);
        if (!fits) {
            throw VectorTyping.failure(
                    pos,
                    "column " + column + " is a " + (into == null ? "scalar" : into.sql())
                            + ", but the value for it is "
                            + (from == null ? "no vector, which is written '[0.1, 2, …]'" : "a " + from.sql()));
        }
    }

    /** No cast is put into the tree. */
    @Override
    protected SqlNode maybeCast(SqlNode node, RelDataType currentType, RelDataType desiredType) {
        return node;
    }

    /** Returns the names of the columns that a NATURAL JOIN joins by. */
    List<String> sharedColumns(SqlJoin join) {
        RelDataType left = rowType(join.getLeft());
        RelDataType right = rowType(join.getRight());
        return left.getFieldNames().stream()
                .filter(right.getFieldNames()::contains)
                .toList();
    }

    /** Returns the columns of something in FROM. */
    RelDataType rowType(SqlNode table) {
        return Objects.requireNonNull(getNamespace(table), "FROM is validated").getRowType();
    }

    /** Names the function, where it was called, and the nearest one that exists. */
    @Override
    public CalciteException handleUnresolvedFunction(
            SqlCall call, SqlOperator unresolved, List<RelDataType> argTypes, @Nullable List<String> argNames) {
        throw Failures.unknownFunction(call, unresolved);
    }

    /** Returns the type of a {@code ?}, or null if nothing is known about it. */
    public @Nullable RelDataType parameterType(SqlDynamicParam parameter) {
        return getValidatedNodeTypeIfKnown(parameter);
    }

    /** Makes known a column that planning gives to a sub-query; no table and no other query has one of this name. */
    public void addColumn(String name) {
        addedColumns.add(name);
    }

    /** Makes known that planning has given a query a table in the place of the sub-query that it was checked with. */
    public void addUnfolded(SqlSelect select) {
        unfolded.add(select);
    }

    /** The namespaces know nothing of what planning has added; names of that need no more qualifying. */
    @Override
    public SqlNode expandOrderExpr(SqlSelect select, SqlNode orderExpr) {
        if (addedColumns.isEmpty() && unfolded.isEmpty()) {
            return super.expandOrderExpr(select, orderExpr);
        }
        SqlNode item = orderedItem(select, orderExpr);
        if (item != null) {
            return item;
        }
        boolean isUnfolded = unfolded.contains(select);
        if (!isUnfolded && !readsAddedColumn(orderExpr)) {
            return super.expandOrderExpr(select, orderExpr);
        }
        SqlNode expanded = orderExpr.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier name) {
                SqlNode named = orderedItem(select, name);
                if (named != null) {
                    return named;
                }
                return isUnfolded || isAddedColumn(name) ? name : expandOrderExpr(select, name);
            }

            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? call : super.visit(call);
            }
        });
        return Objects.requireNonNull(expanded, "an expression stays one");
    }

    /** Returns the value that an order names by the number or name of an item of the select list; else null. */
    private @Nullable SqlNode orderedItem(SqlSelect select, SqlNode orderExpr) {
        SqlNodeList items = select.getSelectList();
        if (orderExpr instanceof SqlNumericLiteral number && number.isInteger()) {
            int index = number.bigDecimalValue().intValue() - 1;
            return index >= 0 && index < items.size() ? SqlUtil.stripAs(items.get(index)) : null;
        }
        if (orderExpr instanceof SqlIdentifier name && name.isSimple()) {
            RelDataType row = Objects.requireNonNull(getNamespace(select), "the query is validated")
                    .getRowType();
            RelDataTypeField field = getCatalogReader().nameMatcher().field(row, name.getSimple());
            return field == null ? null : SqlUtil.stripAs(items.get(field.getIndex()));
        }
        return null;
    }

    private boolean readsAddedColumn(SqlNode expression) {
        boolean[] found = {false};
        expression.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                found[0] |= isAddedColumn(name);
                return null;
            }
        });
        return found[0];
    }

    private boolean isAddedColumn(SqlIdentifier name) {
        return name.names.size() == 2 && addedColumns.contains(name.names.get(1));
    }
}
