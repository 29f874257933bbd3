package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Receives what a statement changes, row by row.
 *
 * <p>A row image has one value for each of {@link TableDefinition#columns()}, in their order. The values are null,
 * Boolean, Integer (TINYINT, SMALLINT, INTEGER), Long (BIGINT, vector references), BigDecimal (NUMERIC, DECFLOAT),
 * Float, Double, String (character strings, ENUM, intervals, and what has no Java type, such as DECFLOAT's infinity),
 * byte[] (binary strings, JSON, GEOMETRY), LocalDate, LocalTime, OffsetTime, LocalDateTime, OffsetDateTime, UUID, or
 * Object[] of these (ARRAY, ROW). {@link Mirror#redo} takes the same. Images belong to the receiver; byte[] are not to
 * be modified.
 *
 * <p>Thread rule: called by the thread that runs the statement, inside it. A {@link io.vectra.storage.StoreException}
 * thrown here fails the statement, and is found again by {@link MirrorErrors#storeExceptionIn}.
 */
public interface ChangeSink {
    /**
     * Gives a vector column's new value an ordinal of this column, before the row is stored. Called for every reference
     * that is not yet this row's: a staged (negative) one, one of another row or column, and also the row's own one
     * when the row id changes. Not called for NULL.
     *
     * @param columnIndex which of the table's columns, from 0
     * @param reference the new value, as the statement gave it
     * @param rowId the row's id after the change
     * @return the reference to store
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#BAD_VECTOR}) if the vector does not
     *     fit the column
     */
    long adopt(TableDefinition table, int columnIndex, long reference, long rowId);

    /** A row was inserted. */
    void inserted(TableDefinition table, long rowId, @Nullable Object[] row);

    /** A row was changed, its row id perhaps with it. */
    void updated(
            TableDefinition table, long oldRowId, @Nullable Object[] oldRow, long newRowId, @Nullable Object[] newRow);

    /** A row was deleted. */
    void deleted(TableDefinition table, long rowId, @Nullable Object[] row);
}
