package io.vectra.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tables and views at one version of the schema. Immutable.
 *
 * @param version rises with every schema change
 * @param schemas the names of the users' schemas
 * @param tables every table and view of the users' schemas
 * @param sequences every sequence of the users' schemas that belongs to no column
 */
public record Catalog(long version, List<String> schemas, List<TableInfo> tables, List<SequenceInfo> sequences) {
    /** The schema of unqualified names. */
    public static final String DEFAULT_SCHEMA = "PUBLIC";

    /** The schema that the relational mirror finds temporary tables in; none of the users' schemas. */
    public static final String TEMPORARY_SCHEMA = "VECTRA_TEMPORARY";

    /** Returns the schema that users see in place of one of the relational mirror. */
    public static String shownSchema(String schema) {
        return schema.equals(TEMPORARY_SCHEMA) ? DEFAULT_SCHEMA : schema;
    }

    public Catalog {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /** Describes a schema without sequences. */
    public Catalog(long version, List<String> schemas, List<TableInfo> tables) {
        this(version, schemas, tables, List.of());
    }

    /**
     * A sequence.
     *
     * @param start what it began with
     * @param increment what each value is above the one before
     */
    public record SequenceInfo(String schema, String name, long start, long minimum, long maximum, long increment) {}

    /** Returns the sequence of exactly these names, or null. */
    public @Nullable SequenceInfo sequence(String schema, String name) {
        for (SequenceInfo sequence : sequences) {
            if (sequence.name().equals(name) && sequence.schema().equals(schema)) {
                return sequence;
            }
        }
        return null;
    }

    /** Returns the table of exactly these names, or null. */
    public @Nullable TableInfo table(String schema, String name) {
        for (TableInfo table : tables) {
            if (table.name().equals(name) && table.schema().equals(schema)) {
                return table;
            }
        }
        return null;
    }
}
