package io.vectra.storage;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the schema. It commits the running transaction, then commits itself.
 *
 * <p>Expressions and types are SQL of the relational mirror; names are as stored (not quoted).
 */
public sealed interface SchemaChange {
    /** Returns the statement as the user wrote it; kept in the log for people to read. */
    String sourceSql();

    /** Hands the change to the visitor's method for its kind. */
    <R> R accept(Visitor<R> visitor);

    /**
     * Creates a table.
     *
     * @param schema an existing schema
     * @param name the table's name
     * @param ifNotExists whether an existing table of that name is no error
     * @param columns at least one
     * @param primaryKey the primary key, or null
     * @param constraints the table's other constraints as the mirror's SQL, each starting with {@code CONSTRAINT name}
     *     or its kind, such as {@code UNIQUE ("A", "B")}, {@code CHECK ("PRICE" >= 0)}, {@code FOREIGN KEY ("A")
     *     REFERENCES "T" ("ID") ON DELETE CASCADE}; a foreign key always names the referenced columns
     * @param sourceSql the statement as the user wrote it
     */
    record CreateTable(
            String schema,
            String name,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            @Nullable PrimaryKey primaryKey,
            List<String> constraints,
            String sourceSql)
            implements SchemaChange {
        public CreateTable {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createTable(this);
        }
    }

    /**
     * A column of a new table.
     *
     * @param name the column's name
     * @param typeSql the scalar type as the mirror's SQL, such as {@code VARCHAR(200)}; ignored for a vector column
     * @param dimension the vector's dimension, or 0 for a scalar column
     * @param isNotNull whether NOT NULL was declared
     * @param definitionSql what follows the type in the mirror's SQL: DEFAULT, GENERATED …, CHECK, UNIQUE, REFERENCES;
     *     empty for none
     */
    record ColumnDefinition(String name, String typeSql, int dimension, boolean isNotNull, String definitionSql) {
        public ColumnDefinition {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(typeSql, "typeSql");
            Objects.requireNonNull(definitionSql, "definitionSql");
        }
    }

    /**
     * A primary key.
     *
     * @param name the constraint's name, or null to have one made
     * @param columns the key's columns in order, at least one
     */
    record PrimaryKey(@Nullable String name, List<String> columns) {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Drops a table with its rows and vectors.
     *
     * @param ifExists whether a missing table is no error
     * @param isCascade whether what depends on the table is dropped too
     */
    record DropTable(String schema, String name, boolean ifExists, boolean isCascade, String sourceSql)
            implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropTable(this);
        }
    }

    /** Removes all rows of a table. */
    record Truncate(String schema, String name, boolean restartIdentity, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.truncate(this);
        }
    }

    /**
     * Creates an HNSW index; its graphs are built in the background.
     *
     * @param schema the table's schema
     * @param table the table's name
     * @param name the index's name, unique among the indexes of the schema
     * @param ifNotExists whether an existing index of that name is no error
     * @param column the name of a vector column
     * @param settings the options
     */
    record CreateVectorIndex(
            String schema,
            String table,
            String name,
            boolean ifNotExists,
            String column,
            VectorIndexSettings settings,
            String sourceSql)
            implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createVectorIndex(this);
        }
    }

    /**
     * Creates a full-text index.
     *
     * @param schema the table's schema
     * @param table the table's name
     * @param ifNotExists whether an existing index of that name is no error
     * @param index its name, unique among the indexes of the schema, columns and analyzer
     */
    record CreateTextIndex(String schema, String table, boolean ifNotExists, TextIndexInfo index, String sourceSql)
            implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createTextIndex(this);
        }
    }

    /**
     * Drops an HNSW index with its graphs, or a full-text index.
     *
     * @param schema the schema of the index's table
     * @param name the index's name, as in {@link TableInfo#vectorIndexes()} or {@link TableInfo#textIndexes()}
     */
    record DropVectorIndex(String schema, String name, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropVectorIndex(this);
        }
    }

    /**
     * Drops an index of scalar columns.
     *
     * @param schema the schema of the index
     * @param ifExists whether a missing index is no error
     */
    record DropIndex(String schema, String name, boolean ifExists, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropIndex(this);
        }
    }

    /**
     * Renames an HNSW index or a full-text index.
     *
     * @param schema the schema of the index's table
     * @param name the index's name, as in {@link TableInfo#vectorIndexes()} or {@link TableInfo#textIndexes()}
     * @param to its new name, unique among the indexes of the schema
     */
    record RenameIndex(String schema, String name, String to, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameIndex(this);
        }
    }

    /**
     * Changes a table; its rows and vectors stay.
     *
     * @param schema the table's schema
     * @param name the table's name
     * @param alteration what is changed
     */
    record AlterTable(String schema, String name, Alteration alteration, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alterTable(this);
        }
    }

    /** What ALTER TABLE changes. */
    sealed interface Alteration {}

    /** Adds columns after the others; rows that exist get their defaults. */
    record AddColumns(List<ColumnDefinition> columns, List<String> constraints) implements Alteration {
        public AddColumns {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
        }
    }

    /** Drops columns, with the indexes and single-column constraints on them. */
    record DropColumns(List<String> columns) implements Alteration {
        public DropColumns {
            columns = List.copyOf(columns);
        }
    }

    /** Renames a column. */
    record RenameColumn(String from, String to) implements Alteration {}

    /** Renames the table. */
    record RenameTable(String to) implements Alteration {}

    /**
     * Changes the type of a scalar column, converting its values.
     *
     * @param typeSql the new type as the mirror's SQL, integer where the column is a primary key
     * @param mirrorSql what follows the table's name in ALTER TABLE
     */
    record ChangeType(String column, String typeSql, String mirrorSql) implements Alteration {}

    /**
     * Declares the primary key of a table that has none.
     *
     * @param nullable those of its columns that may be NULL until now
     */
    record AddPrimaryKey(PrimaryKey key, List<String> nullable) implements Alteration {
        public AddPrimaryKey {
            nullable = List.copyOf(nullable);
        }
    }

    /** Drops a constraint, or the primary key if the name is null. */
    record DropConstraint(@Nullable String constraint, boolean ifExists) implements Alteration {}

    /**
     * Any other change: of constraints, defaults, nullability, identities.
     *
     * @param mirrorSql what follows the table's name in ALTER TABLE
     * @param movesIdentity whether an identity goes on from another value
     */
    record AlterRelational(String mirrorSql, boolean movesIdentity) implements Alteration {}

    /** Drops a schema, which has to be empty unless what is in it is dropped too. */
    record DropSchema(String schema, boolean isCascade, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropSchema(this);
        }
    }

    /** Renames a schema with all that is in it; no view reads its tables. */
    record RenameSchema(String schema, String to, String sourceSql) implements SchemaChange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameSchema(this);
        }
    }

    /**
     * Any change that touches no vector column: scalar indexes, views, sequences, schemas.
     *
     * @param mirrorSql the statements as the mirror's SQL; none for a change that changes nothing
     */
    record Relational(List<String> mirrorSql, String sourceSql) implements SchemaChange {
        public Relational {
            mirrorSql = List.copyOf(mirrorSql);
        }

        /** A change that changes nothing. */
        public static Relational nothing(String sourceSql) {
            return new Relational(List.of(), sourceSql);
        }

        /** As one statement. */
        public Relational(String mirrorSql, String sourceSql) {
            this(List.of(mirrorSql), sourceSql);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relational(this);
        }
    }

    /** One method per kind: adding a kind stops the build until every reader handles it. */
    interface Visitor<R> {
        R createTable(CreateTable change);

        R dropTable(DropTable change);

        R truncate(Truncate change);

        R createVectorIndex(CreateVectorIndex change);

        R createTextIndex(CreateTextIndex change);

        R dropVectorIndex(DropVectorIndex change);

        R dropIndex(DropIndex change);

        R renameIndex(RenameIndex change);

        R alterTable(AlterTable change);

        R dropSchema(DropSchema change);

        R renameSchema(RenameSchema change);

        R relational(Relational change);
    }
}
