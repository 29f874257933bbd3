package io.vectra.sql.mirror;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.parser.IndexOptionNode;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Suggestions;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.Metric;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import io.vectra.storage.VectorIndexSettings;
import io.vectra.storage.VectorIndexSettings.Builder;
import io.vectra.storage.VectorIndexSettings.Quantization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns CREATE INDEX … USING HNSW into a change of the schema. */
final class VectorIndexDefinition {
    private static final String BAD_OPTION = "42P17";
    private static final List<String> OPTIONS = List.of("metric", "m", "ef_construction", "quantization", "builder");
    private static final List<String> METHODS = List.of("HNSW", "FULLTEXT");

    private final CatalogView catalog;
    private final CreateIndexNode create;

    VectorIndexDefinition(CatalogView catalog, CreateIndexNode create) {
        this.catalog = catalog;
        this.create = create;
    }

    /** Returns the change. */
    SchemaChange plan(TableInfo table, SqlIdentifier method, String sourceSql) {
        checkMethod(method);
        if (create.isUnique()) {
            throw failure("An HNSW index cannot be UNIQUE; leave UNIQUE out", create.getParserPosition());
        }
        SqlIdentifier name = SearchIndexName.of(create, table, catalog);
        String column = column(table);
        String schema = name.names.size() > 1 ? DefinitionPlanner.schemaOf(name, catalog) : table.schema();
        if (!schema.equals(table.schema())) {
            throw failure(
                    "An index is in the schema of its table, which is " + table.schema() + ", but found " + schema,
                    name.getParserPosition());
        }
        return new SchemaChange.CreateVectorIndex(
                schema,
                table.name(),
                DefinitionPlanner.lastOf(name),
                create.ifNotExists(),
                column,
                settings(),
                sourceSql);
    }

    private static void checkMethod(SqlIdentifier method) {
        String name = method.getSimple();
        if (!name.equals("HNSW")) {
            throw Failures.notSupported(
                    "CREATE INDEX … USING " + name
                            + " is not supported; write USING HNSW for a vector column, USING FULLTEXT for words in"
                            + " text columns, and nothing for others" + Suggestions.didYouMean(name, METHODS),
                    method.getParserPosition());
        }
    }

    private String column(TableInfo table) {
        List<SqlNode> columns = create.parts().columns();
        if (columns.size() != 1 || !(columns.get(0) instanceof SqlIdentifier name)) {
            throw failure(
                    "An HNSW index is on one vector column, without ASC or DESC",
                    columns.get(columns.size() - 1).getParserPosition());
        }
        ColumnInfo column = table.column(DefinitionPlanner.lastOf(name));
        if (column == null) {
            throw Failures.unknownColumn(DefinitionPlanner.lastOf(name), catalog, name.getParserPosition());
        }
        if (!column.isVector()) {
            throw Failures.at(
                    "42804",
                    "An HNSW index is on a VECTOR column, but column " + column.name() + " is a "
                            + column.type().sql() + "; leave USING HNSW out for it",
                    name.getParserPosition());
        }
        return column.name();
    }

    private VectorIndexSettings settings() {
        VectorIndexSettings defaults = VectorIndexSettings.DEFAULT;
        Map<String, IndexOptionNode> options = options();
        return new VectorIndexSettings(
                choice(options.get("metric"), Metric.values(), defaults.metric()),
                number(options.get("m"), VectorIndexSettings.M_MIN, VectorIndexSettings.M_MAX, defaults.m()),
                number(
                        options.get("ef_construction"),
                        VectorIndexSettings.EF_CONSTRUCTION_MIN,
                        VectorIndexSettings.EF_CONSTRUCTION_MAX,
                        defaults.efConstruction()),
                choice(options.get("quantization"), Quantization.values(), defaults.quantization()),
                choice(options.get("builder"), Builder.values(), defaults.builder()));
    }

    private Map<String, IndexOptionNode> options() {
        Map<String, IndexOptionNode> options = new LinkedHashMap<>();
        for (IndexOptionNode option : create.parts().options()) {
            String name = option.name().getSimple().toLowerCase(Locale.ROOT);
            if (!OPTIONS.contains(name)) {
                throw failure(
                        "An HNSW index has no option \"" + name + "\"; its options are " + String.join(", ", OPTIONS)
                                + Suggestions.didYouMean(name, OPTIONS),
                        option.name().getParserPosition());
            }
            if (options.put(name, option) != null) {
                throw failure(
                        "Option " + name + " is given twice; leave one out",
                        option.name().getParserPosition());
            }
        }
        return options;
    }

    private static <E extends Enum<E>> E choice(@Nullable IndexOptionNode option, E[] all, E otherwise) {
        if (option == null) {
            return otherwise;
        }
        for (E each : all) {
            if (each.name().equalsIgnoreCase(option.value())) {
                return each;
            }
        }
        List<String> names = Arrays.stream(all)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        String value = option.value().toLowerCase(Locale.ROOT);
        throw failure(
                "Option " + option.name().getSimple().toLowerCase(Locale.ROOT) + " is one of '"
                        + String.join("', '", names) + "', but found '" + value + "'"
                        + Suggestions.didYouMean(value, names),
                option.pos());
    }

    private static int number(@Nullable IndexOptionNode option, int min, int max, int otherwise) {
        if (option == null) {
            return otherwise;
        }
        int value;
        try {
            value = Integer.parseInt(option.value().strip());
        } catch (NumberFormatException e) {
            throw outOfRange(option, min, max);
        }
        if (value < min || value > max) {
            throw outOfRange(option, min, max);
        }
        return value;
    }

    private static SqlFailure outOfRange(IndexOptionNode option, int min, int max) {
        return failure(
                "Option " + option.name().getSimple().toLowerCase(Locale.ROOT) + " is a whole number from " + min
                        + " to " + max + ", but found '" + option.value() + "'",
                option.pos());
    }

    private static SqlFailure failure(String message, SqlParserPos pos) {
        return Failures.at(BAD_OPTION, message, pos);
    }
}
