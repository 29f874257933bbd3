package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.ColumnNode;
import io.vectra.sql.parser.ConstraintNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.MirrorTypeNameSpec;
import io.vectra.sql.parser.ReferenceNode;
import io.vectra.sql.parser.VectorTypeNameSpec;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.ScalarExpression;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.SchemaChange.CreateTable;
import io.vectra.storage.SchemaChange.PrimaryKey;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Turns CREATE TABLE into a change of the schema: constraints of single columns move beside the columns, expressions
 * and types become the mirror's.
 */
final class TableDefinition {
    private static final int DIMENSION_MAX = 16_000;

    /** Types that make a column an identity, with the type that its values have. */
    private static final Map<String, String> IDENTITY_TYPES =
            Map.of("IDENTITY", "BIGINT", "BIGSERIAL", "BIGINT", "SERIAL", "INTEGER", "SMALLSERIAL", "SMALLINT");

    private final CatalogView catalog;
    private final CreateTableNode create;
    private final Map<String, ColumnNode> columns = new LinkedHashMap<>();
    private final ScalarExpression expressions;
    private final List<String> constraints = new ArrayList<>();
    private @Nullable PrimaryKey primaryKey;

    TableDefinition(CatalogView catalog, CreateTableNode create) {
        this.catalog = catalog;
        this.create = create;
        for (ColumnNode column : create.columns()) {
            if (columns.put(column.name().getSimple(), column) != null) {
                throw Failures.at(
                        "42S21",
                        "Duplicate column name \"" + column.name().getSimple() + "\"",
                        column.name().getParserPosition());
            }
        }
        this.expressions = new ScalarExpression(catalog);
    }

    CreateTable plan(String sourceSql) {
        if (columns.isEmpty()) {
            throw Failures.at("42000", "A table needs at least one column", create.getParserPosition());
        }
        takePrimaryKey();
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (ColumnNode column : columns.values()) {
            definitions.add(column(column));
            for (ConstraintNode constraint : column.constraints()) {
                addConstraint(constraint, List.of(column.name().getSimple()));
            }
        }
        for (ConstraintNode constraint : create.constraints()) {
            addConstraint(constraint, names(constraint.columns()));
        }
        return new CreateTable(
                DefinitionPlanner.schemaOf(create.name(), catalog),
                DefinitionPlanner.lastOf(create.name()),
                create.ifNotExists(),
                definitions,
                primaryKey,
                constraints,
                sourceSql);
    }

    ColumnDefinition column(ColumnNode column) {
        String name = column.name().getSimple();
        SqlDataTypeSpec type = column.type();
        if (type.getTypeNameSpec() instanceof VectorTypeNameSpec vector) {
            return new ColumnDefinition(name, "", dimension(column, vector), column.isNotNull(), vectorOptions(column));
        }
        String identity =
                type.getTypeNameSpec() instanceof MirrorTypeNameSpec mirror ? IDENTITY_TYPES.get(mirror.sql()) : null;
        String typeSql = identity == null ? typeSql(type) : identity;
        return new ColumnDefinition(name, typeSql, 0, column.isNotNull(), options(column, identity != null));
    }

    /** Returns a scalar type as the mirror takes it. */
    static String typeSql(SqlDataTypeSpec type) {
        SqlTypeNameSpec name = type.getTypeNameSpec() instanceof SqlCollectionTypeNameSpec collection
                ? collection.getElementTypeName()
                : type.getTypeNameSpec();
        if (name instanceof SqlUserDefinedTypeNameSpec) {
            throw MirrorTypeNameSpec.unknown(name.getTypeName().toString(), name.getParserPos());
        }
        return MirrorWriter.print(type).text();
    }

    private static int dimension(ColumnNode column, VectorTypeNameSpec vector) {
        int dimension = vector.dimension();
        if (dimension < 1 || dimension > DIMENSION_MAX) {
            throw Failures.at(
                    "90150",
                    "Column " + column.name() + " is declared " + column.type()
                            + ", but a vector column needs a dimension from 1 to " + DIMENSION_MAX
                            + ", such as VECTOR(384)",
                    vector.getParserPos());
        }
        return dimension;
    }

    private static String vectorOptions(ColumnNode column) {
        if (column.defaultValue() != null || column.generated() != null || column.identity() != null) {
            throw Failures.notSupported(
                    "The vector column " + column.name() + " cannot have DEFAULT or GENERATED",
                    column.name().getParserPosition());
        }
        return comment(column);
    }

    private String options(ColumnNode column, boolean isIdentityType) {
        StringBuilder sql = new StringBuilder();
        SqlNode generated = column.generated();
        SqlNode defaultValue = column.defaultValue();
        ColumnNode.Identity identity = column.identity();
        if (identity == null && isIdentityType) {
            identity = new ColumnNode.Identity(false, "");
        }
        if (identity != null) {
            sql.append("GENERATED ")
                    .append(identity.always() ? "ALWAYS" : "BY DEFAULT")
                    .append(" AS IDENTITY");
            if (!identity.options().isEmpty()) {
                sql.append(" (").append(identity.options()).append(')');
            }
        } else if (generated != null) {
            sql.append("GENERATED ALWAYS AS (")
                    .append(expression(generated, "GENERATED ALWAYS AS"))
                    .append(')');
        } else if (defaultValue != null) {
            sql.append("DEFAULT ").append(defaultSql(defaultValue));
        }
        String comment = comment(column);
        return sql.isEmpty() || comment.isEmpty() ? sql + comment : sql + " " + comment;
    }

    private static String comment(ColumnNode column) {
        SqlNode comment = column.comment();
        return comment == null ? "" : "COMMENT " + MirrorWriter.print(comment).text();
    }

    /** Returns a checked expression over the table's columns as the mirror's SQL. */
    String expression(SqlNode expression, String place) {
        return MirrorWriter.print(expressions.validate(expression, columns, place))
                .text();
    }

    private void takePrimaryKey() {
        for (ColumnNode column : columns.values()) {
            for (ConstraintNode constraint : column.constraints()) {
                setPrimaryKey(constraint, List.of(column.name().getSimple()));
            }
        }
        for (ConstraintNode constraint : create.constraints()) {
            setPrimaryKey(constraint, names(constraint.columns()));
        }
    }

    private void setPrimaryKey(ConstraintNode constraint, List<String> key) {
        if (constraint.kind() != ConstraintNode.Kind.PRIMARY_KEY) {
            return;
        }
        if (primaryKey != null) {
            throw Failures.at("90017", "A table has one primary key, but a second one is defined", constraint.pos());
        }
        checkScalar(key, "PRIMARY KEY", constraint.pos());
        SqlIdentifier name = constraint.name();
        primaryKey = new PrimaryKey(name == null ? null : name.getSimple(), key);
    }

    /** Returns the constraints that a column is declared with, as the mirror's SQL. */
    List<String> constraintsOf(ColumnNode column) {
        constraints.clear();
        for (ConstraintNode constraint : column.constraints()) {
            if (constraint.kind() == ConstraintNode.Kind.PRIMARY_KEY) {
                throw Failures.notSupported(
                        "Adding a column with PRIMARY KEY is not supported; add it, then the constraint",
                        constraint.pos());
            }
            addConstraint(constraint, List.of(column.name().getSimple()));
        }
        return List.copyOf(constraints);
    }

    /** Returns a constraint that is no primary key as the mirror's SQL. */
    String constraint(ConstraintNode constraint) {
        constraints.clear();
        addConstraint(constraint, names(constraint.columns()));
        return constraints.get(0);
    }

    /** Returns the checked expression of a DEFAULT as the mirror's SQL. */
    String defaultSql(SqlNode expression) {
        return MirrorWriter.print(expressions.validate(expression, Map.of(), "DEFAULT"))
                .text();
    }

    private void addConstraint(ConstraintNode constraint, List<String> key) {
        SqlIdentifier name = constraint.name();
        String start = name == null ? "" : "CONSTRAINT " + DefinitionPlanner.quoted(name.getSimple()) + " ";
        switch (constraint.kind()) {
            case PRIMARY_KEY -> {}
            case UNIQUE -> {
                checkScalar(key, "UNIQUE", constraint.pos());
                constraints.add(start + "UNIQUE " + list(key));
            }
            case CHECK ->
                constraints.add(
                        start + "CHECK (" + expression(Objects.requireNonNull(constraint.condition()), "CHECK") + ")");
            case FOREIGN_KEY -> {
                checkScalar(key, "FOREIGN KEY", constraint.pos());
                constraints.add(start + "FOREIGN KEY " + list(key) + " "
                        + references(Objects.requireNonNull(constraint.reference())));
            }
        }
    }

    private String references(ReferenceNode reference) {
        SqlIdentifier table = reference.table();
        String schema = DefinitionPlanner.schemaOf(table, catalog);
        String name = DefinitionPlanner.lastOf(table);
        boolean isSelf = schema.equals(DefinitionPlanner.schemaOf(create.name(), catalog))
                && name.equals(DefinitionPlanner.lastOf(create.name()));
        TableInfo referenced = catalog.table(table);
        if (referenced != null && referenced.isTemporary()) {
            throw Failures.notSupported("A FOREIGN KEY cannot refer to a temporary table", table.getParserPosition());
        }
        if (referenced == null && !isSelf) {
            throw Failures.unknownTable(table.names, catalog, table.getParserPosition());
        }
        List<String> key = names(reference.columns());
        if (reference.columns() == null) {
            key = referenced == null
                    ? (primaryKey == null ? List.of() : primaryKey.columns())
                    : referenced.primaryKey();
        }
        if (key.isEmpty()) {
            throw Failures.at(
                    "90057",
                    "Table " + table + " has no primary key to refer to; name the referenced columns",
                    table.getParserPosition());
        }
        return "REFERENCES " + DefinitionPlanner.qualified(schema, name) + " " + list(key) + reference.actions();
    }

    private void checkScalar(List<String> key, String constraint, SqlParserPos pos) {
        for (String name : key) {
            ColumnNode column = columns.get(name);
            if (column == null) {
                throw Failures.at("42S22", "Column \"" + name + "\" not found", pos);
            }
            if (column.type().getTypeNameSpec() instanceof VectorTypeNameSpec) {
                throw Failures.notSupported(constraint + " cannot contain the vector column " + name, pos);
            }
        }
    }

    /** Returns the names in a list; none for null. */
    static List<String> names(@Nullable SqlNodeList list) {
        return list == null
                ? List.of()
                : list.stream().map(n -> ((SqlIdentifier) n).getSimple()).toList();
    }

    private static String list(List<String> names) {
        return "("
                + String.join(
                        ", ", names.stream().map(DefinitionPlanner::quoted).toList()) + ")";
    }
}
