package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.AlterSequenceNode;
import io.vectra.sql.parser.CreateSequenceNode;
import io.vectra.sql.parser.DropNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.SchemaChange;
import org.apache.calcite.sql.SqlIdentifier;

/** Turns CREATE, ALTER and DROP SEQUENCE into changes of the schema. */
final class SequenceDefinition {
    private final CatalogView catalog;
    private final String sourceSql;

    SequenceDefinition(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    SchemaChange create(CreateSequenceNode create) {
        if (create.ifNotExists() && exists(create.name())) {
            return nothing();
        }
        return statement("CREATE SEQUENCE ", create.name(), " " + create.options());
    }

    SchemaChange alter(AlterSequenceNode alter) {
        if (!exists(alter.name())) {
            if (alter.ifExists()) {
                return nothing();
            }
            throw Failures.unknownSequence(alter.name());
        }
        return statement("ALTER SEQUENCE ", alter.name(), " " + alter.options());
    }

    SchemaChange drop(DropNode drop) {
        if (!exists(drop.name())) {
            if (drop.ifExists()) {
                return nothing();
            }
            throw Failures.unknownSequence(drop.name());
        }
        return statement("DROP SEQUENCE ", drop.name(), "");
    }

    private boolean exists(SqlIdentifier name) {
        return catalog.catalog().sequence(DefinitionPlanner.schemaOf(name, catalog), DefinitionPlanner.lastOf(name))
                != null;
    }

    private SchemaChange nothing() {
        return SchemaChange.Relational.nothing(sourceSql);
    }

    private SchemaChange statement(String verb, SqlIdentifier name, String rest) {
        Failures.refuseSystemTable(DefinitionPlanner.schemaOf(name, catalog), name.getParserPosition());
        String sql = verb
                + DefinitionPlanner.qualified(DefinitionPlanner.schemaOf(name, catalog), DefinitionPlanner.lastOf(name))
                + rest;
        return new SchemaChange.Relational(sql.strip(), sourceSql);
    }
}
