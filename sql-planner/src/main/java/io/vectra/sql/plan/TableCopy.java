package io.vectra.sql.plan;

import io.vectra.sql.Plan.ResultColumn;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.execute.CreateTableAsPlan.Target;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.mirror.DefinitionPlanner;
import io.vectra.sql.mirror.TemporaryDefinition;
import io.vectra.sql.parser.ConstraintNode;
import io.vectra.sql.parser.CreateTableAsNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.parser.TemporaryTableNode;
import io.vectra.sql.parser.TemporaryTableNode.Options;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.SchemaChange.CreateTable;
import io.vectra.storage.TemporaryTable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Checks what CREATE TABLE … AS says about the new table. */
final class TableCopy {
    private TableCopy() {}

    /**
     * Returns whether there is a table of the name, where that is no error.
     *
     * @throws SqlFailure ({@code 42S01}) where it is one
     */
    static boolean isThere(CreateTableAsNode node, CatalogView catalog) {
        SqlIdentifier name = node.parts().name();
        Failures.refuseSystemTable(DefinitionPlanner.schemaOf(name, catalog), name.getParserPosition());
        if (catalog.catalog().table(DefinitionPlanner.schemaOf(name, catalog), DefinitionPlanner.lastOf(name))
                == null) {
            return false;
        }
        if (!node.ifNotExists()) {
            throw Failures.at(
                    "42S01",
                    "Table \"" + DefinitionPlanner.lastOf(name) + "\" already exists",
                    name.getParserPosition());
        }
        return true;
    }

    /** Returns the table, whose columns have the names that are given, or else those of the query. */
    static Target target(CreateTableAsNode node, QueryPlan query, CatalogView catalog, String sourceSql) {
        SqlIdentifier name = node.parts().name();
        List<ResultColumn> found = query.plainColumns();
        SqlNodeList given = node.parts().columns();
        CreateTableNode definition = node.parts().definition();
        CreateTable declared = definition == null ? null : declared(definition, catalog, sourceSql);
        List<String> columns;
        if (declared != null) {
            columns = declared.columns().stream().map(ColumnDefinition::name).toList();
        } else if (given != null) {
            columns = given.stream()
                    .map(each -> ((SqlIdentifier) each).getSimple())
                    .toList();
        } else {
            columns = found.stream().map(ResultColumn::label).toList();
        }
        if (columns.size() != found.size()) {
            throw Failures.at(
                    "21S02",
                    "The table has " + columns.size() + " columns, but its query has " + found.size(),
                    name.getParserPosition());
        }
        return new Target(
                DefinitionPlanner.schemaOf(name, catalog),
                DefinitionPlanner.lastOf(name),
                columns,
                declared,
                node.withData(),
                sourceSql);
    }

    /** The table has another name while it is filled, so that it cannot refer to itself. */
    private static CreateTable declared(CreateTableNode definition, CatalogView catalog, String sourceSql) {
        SqlIdentifier name = definition.name();
        Stream.concat(
                        definition.constraints().stream(),
                        definition.columns().stream().flatMap(column -> column.constraints().stream()))
                .map(ConstraintNode::reference)
                .filter(reference ->
                        reference != null && reference.table().names.equals(name.names))
                .findFirst()
                .ifPresent(reference -> {
                    throw Failures.notSupported(
                            "A FOREIGN KEY to the table itself in CREATE TABLE … AS is not supported; add it by ALTER"
                                    + " TABLE",
                            reference.table().getParserPosition());
                });
        return (CreateTable) new DefinitionPlanner(catalog, sourceSql).plan(definition);
    }

    /** Returns a temporary table without its columns. */
    static TemporaryTable temporary(CreateTableAsNode node, Options options, String sourceSql) {
        SqlIdentifier name = node.parts().name();
        TemporaryDefinition.checkSchema(name);
        if (node.parts().definition() != null) {
            throw Failures.notSupported(
                    "A query after the columns of a temporary table is not supported; create the table, then INSERT the"
                            + " query",
                    node.getParserPosition());
        }
        if (options.isTransactional()) {
            throw Failures.notSupported(
                    "TRANSACTIONAL with a query is not supported; create the table, then INSERT the query",
                    node.getParserPosition());
        }
        return options.table(new SchemaChange.CreateTable(
                Catalog.TEMPORARY_SCHEMA,
                DefinitionPlanner.lastOf(name),
                node.ifNotExists(),
                List.of(),
                null,
                List.of(),
                sourceSql));
    }

    /** Refuses columns that a temporary table cannot have. */
    static void checkTemporary(CreateTableAsNode node, QueryPlan query, Target target) {
        List<ResultColumn> found = query.plainColumns();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).isVector()) {
                throw TemporaryDefinition.vectorColumn(
                        target.columns().get(i), node.parts().name().getParserPosition());
            }
        }
    }

    /** Returns the INSERT of the query's rows, from a tree of its own. */
    static SqlNode insert(String sourceSql, String schema, String table) {
        SqlNode parsed = SqlText.parse(sourceSql);
        SqlNode create = parsed instanceof TemporaryTableNode temporary ? temporary.table() : parsed;
        SqlNode query = ((CreateTableAsNode) create).parts().query();
        SqlParserPos pos = query.getParserPosition();
        return new SqlInsert(pos, new SqlNodeList(pos), new SqlIdentifier(List.of(schema, table), pos), query, null);
    }
}
