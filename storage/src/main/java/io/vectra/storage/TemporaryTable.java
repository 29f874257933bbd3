package io.vectra.storage;

import io.vectra.storage.TableInfo.Lifetime;

/**
 * A temporary table to be made: each session has rows of its own, which are never logged and are gone with it.
 *
 * @param definition its columns and constraints, in {@link Catalog#TEMPORARY_SCHEMA}; no vectors, no foreign keys
 * @param isGlobal whether all sessions see the table, each with its own rows, until it is dropped or the database is
 *     closed
 * @param onCommit what the end of a transaction does to it
 * @param isTransactional whether making it leaves the running transaction alone, which else is committed first
 */
public record TemporaryTable(
        SchemaChange.CreateTable definition, boolean isGlobal, OnCommit onCommit, boolean isTransactional) {
    public TemporaryTable {
        if (isGlobal && onCommit == OnCommit.DROP) {
            throw new IllegalArgumentException("a table that a transaction's end drops is local");
        }
    }

    /** What the end of a transaction does to a table. */
    public enum OnCommit {
        PRESERVE_ROWS,
        DELETE_ROWS,
        DROP
    }

    /** Returns the table's name. */
    public String name() {
        return definition.name();
    }

    /** Returns how long it is there. */
    public Lifetime lifetime() {
        return isGlobal ? Lifetime.GLOBAL_TEMPORARY : Lifetime.LOCAL_TEMPORARY;
    }
}
