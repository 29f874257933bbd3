package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.execute.DefinitionPlan;
import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.SessionPlan;
import io.vectra.sql.mirror.DefinitionPlanner;
import io.vectra.sql.parser.UpkeepNode;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Suggestions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** Plans VACUUM, ANALYZE and REINDEX. */
final class UpkeepPlanner {
    private UpkeepPlanner() {}

    static Plan plan(UpkeepNode node, CatalogView catalog, String sql, Environment environment) {
        SqlIdentifier target = node.target();
        return switch (node.task()) {
            case VACUUM -> vacuum(table(target, catalog, sql), environment);
            case ANALYZE -> analyze(table(target, catalog, sql), sql, environment);
            case REINDEX -> reindex(target, catalog, environment);
        };
    }

    private static @Nullable TableInfo table(@Nullable SqlIdentifier target, CatalogView catalog, String sql) {
        if (target == null) {
            return null;
        }
        TableInfo table = new DefinitionPlanner(catalog, sql).table(target);
        if (table.isTemporary()) {
            throw Failures.notSupported("VACUUM and ANALYZE are not for temporary tables", target.getParserPosition());
        }
        return table;
    }

    private static Plan vacuum(@Nullable TableInfo table, Environment environment) {
        return new SessionPlan(Plan.Kind.COMMAND, session -> session.vacuum(table), environment);
    }

    /** The mirror keeps its statistics with the definitions of its tables. */
    private static Plan analyze(@Nullable TableInfo table, String sql, Environment environment) {
        String mirrorSql = table == null
                ? "ANALYZE"
                : "ANALYZE TABLE " + DefinitionPlanner.qualified(table.schema(), table.name());
        return new DefinitionPlan(new SchemaChange.Relational(mirrorSql, sql), environment);
    }

    private static Plan reindex(@Nullable SqlIdentifier target, CatalogView catalog, Environment environment) {
        if (target == null) {
            throw new AssertionError("REINDEX is parsed with a name");
        }
        String schema = DefinitionPlanner.schemaOf(target, catalog);
        String index = DefinitionPlanner.lastOf(target);
        if (!catalog.hasSearchIndex(schema, index)) {
            List<String> names = catalog.catalog().tables().stream()
                    .flatMap(table -> Stream.concat(
                            table.vectorIndexes().stream().map(VectorIndexInfo::name),
                            table.textIndexes().stream().map(TextIndexInfo::name)))
                    .toList();
            throw Failures.at(
                    "42S12",
                    "HNSW or full-text index \"" + index + "\" not found" + Suggestions.didYouMean(index, names)
                            + (names.isEmpty() ? "; there is none in this database" : ""),
                    target.getParserPosition());
        }
        return new SessionPlan(Plan.Kind.COMMAND, session -> session.reindex(schema, index), environment);
    }
}
