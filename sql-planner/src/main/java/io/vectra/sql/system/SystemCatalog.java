package io.vectra.sql.system;

import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The tables that users read and nobody writes, in a catalog beside those of the users. */
public final class SystemCatalog {
    /** The only user: a database has none of its own. */
    public static final String USER = "VECTRA";

    /** The only catalog: a connection sees one database. */
    public static final String CATALOG = "VECTRA";

    private static final List<TableInfo> TABLES = Stream.concat(
                    InformationTable.all().stream().map(InformationTable::info),
                    Arrays.stream(SystemTable.values()).map(SystemTable::info))
            .toList();

    private SystemCatalog() {}

    /** Returns the tables. */
    static List<TableInfo> tables() {
        return TABLES;
    }

    /** Returns whether a schema holds tables of the system alone. */
    public static boolean isSystemSchema(String schema) {
        return schema.equals(SystemTable.SCHEMA) || schema.equals(InformationTable.SCHEMA);
    }

    /** Returns a catalog with the tables of the system in it. */
    public static Catalog in(Catalog catalog) {
        return new Catalog(
                catalog.version(),
                Stream.concat(catalog.schemas().stream(), Stream.of(InformationTable.SCHEMA, SystemTable.SCHEMA))
                        .toList(),
                Stream.concat(catalog.tables().stream(), TABLES.stream()).toList(),
                catalog.sequences());
    }
}
