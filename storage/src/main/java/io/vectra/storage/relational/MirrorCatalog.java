package io.vectra.storage.relational;

import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.ScalarType;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TableInfo.Lifetime;
import io.vectra.storage.manifest.TableDefinition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.h2.command.query.Query;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.ExpressionColumn;
import org.h2.index.Index;
import org.h2.schema.Schema;
import org.h2.schema.Sequence;
import org.h2.table.Column;
import org.h2.table.QueryExpressionTable;
import org.h2.table.Table;
import org.h2.table.TableType;
import org.h2.util.HasSQL;
import org.h2.value.DataType;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Describes the users' tables and views: H2's schema with the vector columns and declared keys laid over it.
 *
 * <p>A view's column counts as a vector column where it is one of a table, perhaps through other views. Thread rule:
 * one thread, while nobody changes the schema.
 */
final class MirrorCatalog {
    private static final Set<String> INTERNAL_SCHEMAS =
            Set.of("INFORMATION_SCHEMA", "PG_CATALOG", MirrorFunctions.SCHEMA, Catalog.TEMPORARY_SCHEMA);

    private final SessionLocal session;
    private final MirrorTables tables;
    private final Map<ViewName, String> views;

    /** @param views the queries of the views as their users wrote them */
    MirrorCatalog(SessionLocal session, MirrorTables tables, Map<ViewName, String> views) {
        this.session = session;
        this.tables = tables;
        this.views = views;
    }

    /** The name of a view. */
    record ViewName(String schema, String name) {}

    /** Builds the catalog. */
    Catalog read(long version) {
        var schemas = new ArrayList<String>();
        var infos = new ArrayList<TableInfo>();
        var sequences = new ArrayList<Catalog.SequenceInfo>();
        for (Schema schema : usersSchemas(session)) {
            schemas.add(schema.getName());
            MirrorSequences.of(schema).forEach(sequence -> sequences.add(describe(schema, sequence)));
            for (Table table : schema.getAllTablesAndViews(session)) {
                TableInfo info = describe(table);
                if (info != null) {
                    infos.add(info);
                }
            }
        }
        schemas.sort(Comparator.naturalOrder());
        infos.sort(Comparator.comparing(TableInfo::schema).thenComparing(TableInfo::name));
        return new Catalog(version, schemas, infos, sequences);
    }

    private static Catalog.SequenceInfo describe(Schema schema, Sequence sequence) {
        return new Catalog.SequenceInfo(
                schema.getName(),
                sequence.getName(),
                sequence.getStartValue(),
                sequence.getMinValue(),
                sequence.getMaxValue(),
                sequence.getIncrement());
    }

    /**
     * Verifies that the mirror's tables are the tables in use.
     *
     * @throws SQLException if a table is missing, too much, or has other columns
     */
    void check() throws SQLException {
        int count = 0;
        for (Schema schema : usersSchemas(session)) {
            for (Table table : schema.getAllTablesAndViews(session)) {
                if (table.getTableType() == TableType.TABLE) {
                    check(table, tables.table(schema.getName(), table.getName()));
                    count++;
                }
            }
        }
        if (count != tables.all().size()) {
            throw unsuitable(count + " tables", tables.all().size() + " tables");
        }
    }

    /** Has the changes of every table captured. */
    void attachCapture() {
        for (TableDefinition definition : tables.all()) {
            Schema schema = session.getDatabase().getSchema(definition.schema());
            CaptureConstraint.attach(schema.getTableOrView(session, definition.name()), definition);
        }
    }

    private static void check(Table table, @Nullable TableDefinition definition) throws SQLException {
        if (definition == null) {
            throw unsuitable("table \"" + table.getName() + "\"", "no such table");
        }
        List<String> found =
                Arrays.stream(table.getColumns()).map(Column::getName).toList();
        List<String> expected =
                definition.columns().stream().map(TableDefinition.Column::name).toList();
        if (!found.equals(expected) || table.getMainIndexColumn() != definition.rowIdIndex()) {
            throw unsuitable(
                    "table \"" + table.getName() + "\" with columns " + found + " and row id "
                            + table.getMainIndexColumn(),
                    "columns " + expected + " and row id " + definition.rowIdIndex());
        }
    }

    private static SQLException unsuitable(String found, String expected) {
        return new SQLException(
                "The relational mirror has " + found + ", but the manifest " + expected
                        + "; the mirror has to be rebuilt from the log",
                "XX001");
    }

    /** Returns the schemas that are neither H2's nor ours. */
    static List<Schema> usersSchemas(SessionLocal session) {
        return session.getDatabase().getAllSchemas().stream()
                .filter(schema -> !INTERNAL_SCHEMAS.contains(schema.getName()))
                .toList();
    }

    private @Nullable TableInfo describe(Table table) {
        if (table.getTableType() == TableType.VIEW) {
            return info(table, null, Lifetime.PERMANENT);
        }
        TableDefinition definition = tables.table(table.getSchema().getName(), table.getName());
        return definition == null ? null : info(table, definition, Lifetime.PERMANENT);
    }

    /** @param definition of the table, which need not be one of those in use; null for a view */
    TableInfo info(Table table, @Nullable TableDefinition definition, Lifetime lifetime) {
        var columns = new ArrayList<ColumnInfo>();
        for (Column column : table.getColumns()) {
            if (definition == null
                    || !definition.columns().get(column.getColumnId()).isHidden()) {
                columns.add(describe(column));
            }
        }
        return new TableInfo(
                table.getSchema().getName(),
                table.getName(),
                definition == null,
                definition == null || lifetime != Lifetime.PERMANENT ? 0 : definition.tableId(),
                columns,
                definition == null ? List.of() : definition.primaryKey(),
                definition == null ? null : definition.primaryKeyName(),
                definition == null ? 0 : table.getRowCountApproximation(session),
                definition == null ? List.of() : definition.vectorIndexes(),
                definition == null ? List.of() : uniqueKeys(table, definition),
                definition == null ? Set.of() : indexedColumns(table),
                definition == null ? List.of() : definition.textIndexes(),
                definition == null
                        ? ""
                        : definition.columns().get(definition.rowIdIndex()).name(),
                definition == null ? views.get(new ViewName(table.getSchema().getName(), table.getName())) : null,
                table.getDependentViews().stream().map(Table::getName).toList(),
                comments(table),
                lifetime);
    }

    private static Map<String, String> comments(Table table) {
        Map<String, String> comments = new HashMap<>();
        if (table.getComment() != null) {
            comments.put("", table.getComment());
        }
        for (Column column : table.getColumns()) {
            if (column.getComment() != null) {
                comments.put(column.getName(), column.getComment());
            }
        }
        return comments;
    }

    /** Returns the keys of the table's unique indexes, except that of the hidden row id. */
    private static List<List<String>> uniqueKeys(Table table, TableDefinition definition) {
        var keys = new LinkedHashSet<List<String>>();
        if (!definition.primaryKey().isEmpty()) {
            keys.add(definition.primaryKey());
        }
        for (Index index : table.getIndexes()) {
            boolean isHidden = Arrays.stream(index.getColumns())
                    .anyMatch(column ->
                            definition.columns().get(column.getColumnId()).isHidden());
            if (index.getIndexType().isUnique() && !isHidden) {
                keys.add(Arrays.stream(index.getColumns()).map(Column::getName).toList());
            }
        }
        return List.copyOf(keys);
    }

    private static Set<String> indexedColumns(Table table) {
        return table.getIndexes().stream()
                .filter(index -> index.getColumns().length > 0)
                .map(index -> index.getColumns()[0].getName())
                .collect(Collectors.toSet());
    }

    private ColumnInfo describe(Column column) {
        boolean isGenerated = column.isGenerated();
        return new ColumnInfo(
                column.getName(),
                scalarType(column.getType()),
                column.isNullable(),
                isGenerated ? null : column.getDefaultSQL(),
                column.isIdentity(),
                isGenerated,
                vectorInfo(column),
                column.getColumnId());
    }

    private @Nullable VectorInfo vectorInfo(Column column) {
        Table table = column.getTable();
        if (table == null) {
            return null;
        }
        if (table instanceof QueryExpressionTable view) {
            Column origin = origin(view, column.getColumnId());
            return origin == null ? null : vectorInfo(origin);
        }
        TableDefinition definition = tables.table(table.getSchema().getName(), table.getName());
        if (definition == null) {
            return null;
        }
        TableDefinition.Column described = definition.columns().get(column.getColumnId());
        return described.isVector() ? new VectorInfo(described.columnId(), described.dimension()) : null;
    }

    /** Returns the column that a column of a view, or of a query inside one, merely shows, or null. */
    private static @Nullable Column origin(QueryExpressionTable view, int columnIndex) {
        Query query = view.getQuery();
        if (query == null) {
            return null;
        }
        Expression shown = query.getExpressions().get(columnIndex).getNonAliasExpression();
        return shown instanceof ExpressionColumn column ? column.getColumn() : null;
    }

    /**
     * Precision and scale are given where they can be written in the type's definition, and the longest name of an
     * ENUM.
     */
    static ScalarType scalarType(TypeInfo type) {
        int kind = type.getValueType();
        boolean hasPrecision = DataType.isIntervalType(kind)
                || DataType.isStringType(kind)
                || switch (kind) {
                    case Value.CLOB,
                            Value.BINARY,
                            Value.VARBINARY,
                            Value.BLOB,
                            Value.NUMERIC,
                            Value.DECFLOAT,
                            Value.ENUM,
                            Value.JSON,
                            Value.ARRAY -> true;
                    default -> false;
                };
        boolean hasScale = DataType.isIntervalType(kind)
                || switch (kind) {
                    case Value.NUMERIC, Value.TIME, Value.TIME_TZ, Value.TIMESTAMP, Value.TIMESTAMP_TZ -> true;
                    default -> false;
                };
        return new ScalarType(
                DataType.convertTypeToSQLType(type),
                typeName(type),
                hasPrecision ? (int) Math.min(type.getPrecision(), Integer.MAX_VALUE) : 0,
                hasScale ? type.getScale() : 0,
                type.getSQL(new StringBuilder(), HasSQL.DEFAULT_SQL_FLAGS).toString());
    }

    private static String typeName(TypeInfo type) {
        return switch (type.getValueType()) {
            case Value.ENUM -> "ENUM";
            case Value.ARRAY -> "ARRAY";
            case Value.ROW -> "ROW";
            case Value.GEOMETRY -> "GEOMETRY";
            default -> type.getDeclaredTypeName();
        };
    }
}
