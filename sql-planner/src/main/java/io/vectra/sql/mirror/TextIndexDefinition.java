package io.vectra.sql.mirror;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.parser.IndexOptionNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextIndexInfo;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Turns CREATE INDEX … USING FULLTEXT into a change of the schema. */
final class TextIndexDefinition {
    private static final String BAD_OPTION = "42P17";
    private static final String ANALYZER_DEFAULT = "standard";
    private static final Set<Integer> TEXT_TYPES =
            Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR, Types.NCLOB);

    private final CatalogView catalog;
    private final CreateIndexNode create;

    TextIndexDefinition(CatalogView catalog, CreateIndexNode create) {
        this.catalog = catalog;
        this.create = create;
    }

    /** Returns the change. */
    SchemaChange plan(TableInfo table, String sourceSql) {
        if (create.isUnique()) {
            throw failure("A full-text index cannot be UNIQUE; leave UNIQUE out", create.getParserPosition());
        }
        SqlIdentifier name = SearchIndexName.of(create, table, catalog);
        String schema = name.names.size() > 1 ? DefinitionPlanner.schemaOf(name, catalog) : table.schema();
        if (!schema.equals(table.schema())) {
            throw failure(
                    "An index is in the schema of its table, which is " + table.schema() + ", but found " + schema,
                    name.getParserPosition());
        }
        return new SchemaChange.CreateTextIndex(
                schema,
                table.name(),
                create.ifNotExists(),
                new TextIndexInfo(DefinitionPlanner.lastOf(name), columns(table), analyzer()),
                sourceSql);
    }

    private List<String> columns(TableInfo table) {
        List<String> columns = new ArrayList<>();
        for (SqlNode each : create.parts().columns()) {
            if (!(each instanceof SqlIdentifier name)) {
                throw failure("A full-text index is on columns, without ASC or DESC", each.getParserPosition());
            }
            ColumnInfo column = table.column(DefinitionPlanner.lastOf(name));
            if (column == null) {
                throw Failures.unknownColumn(DefinitionPlanner.lastOf(name), catalog, name.getParserPosition());
            }
            if (column.isVector() || !TEXT_TYPES.contains(column.type().jdbcType())) {
                throw Failures.at(
                        "42804",
                        "A full-text index is on columns of text, but column " + column.name() + " is a "
                                + (column.isVector() ? "VECTOR" : column.type().sql()),
                        name.getParserPosition());
            }
            if (columns.contains(column.name())) {
                throw failure("Column " + column.name() + " is given twice; leave one out", name.getParserPosition());
            }
            columns.add(column.name());
        }
        return columns;
    }

    private String analyzer() {
        String analyzer = ANALYZER_DEFAULT;
        List<IndexOptionNode> options = create.parts().options();
        for (IndexOptionNode option : options) {
            String name = option.name().getSimple().toLowerCase(Locale.ROOT);
            if (!name.equals("analyzer")) {
                throw failure(
                        "A full-text index has no option \"" + name + "\"; its only option is analyzer",
                        option.name().getParserPosition());
            }
            if (options.size() > 1) {
                throw failure(
                        "Option analyzer is given twice; leave one out",
                        option.name().getParserPosition());
            }
            analyzer = option.value().toLowerCase(Locale.ROOT);
        }
        return analyzer;
    }

    private static SqlFailure failure(String message, SqlParserPos pos) {
        return Failures.at(BAD_OPTION, message, pos);
    }
}
