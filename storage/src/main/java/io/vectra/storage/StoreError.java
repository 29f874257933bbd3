package io.vectra.storage;

/** What kind of failure a {@link StoreException} reports, with the SQLState that a JDBC user sees for it. */
public enum StoreError {
    /** The folder holds no database, and creating one was not asked for. */
    DATABASE_NOT_FOUND("90146"),
    /** Another process has the folder open. */
    DATABASE_IN_USE("90020"),
    /** The database, the connection, or the statement was closed. */
    CLOSED("90007"),
    /** The database was opened read-only, or refuses writes until reopened. */
    READ_ONLY("90097"),
    /** A vector's value does not fit: length, NaN, infinity, or not a vector at all. */
    BAD_VECTOR("22000"),
    /** A vector where none fits, or two vectors of different length. */
    VECTOR_MISMATCH("42804"),
    /** A limit of the engine was exceeded. */
    LIMIT_EXCEEDED("54000"),
    /** The writer lock was not free in time. */
    LOCK_TIMEOUT("HYT00"),
    /** Another transaction's change made this one impossible; it was rolled back, and can be run again. */
    CONFLICT("40001"),
    /** The statement was cancelled. */
    CANCELLED("57014"),
    /** The operating system failed a file operation. */
    IO("58030"),
    /** Bytes on disk are not what was written. */
    CORRUPT("XX001"),
    /** The files were written by a newer version. */
    TOO_NEW("0A000"),
    /** A name that the operation needs does not exist. */
    NOT_FOUND("42S02"),
    /** An argument of an administrative operation does not fit, such as a backup target that is not empty. */
    BAD_ARGUMENT("HY000"),
    /** An operand of a function that is out of its range. */
    BAD_OPERAND("22023"),
    /** An option of an index that there is not, or whose value does not fit. */
    BAD_INDEX_OPTION("42P17"),
    /** A full-text query that cannot be read, or asks for too many words. */
    BAD_TEXT_QUERY("42601"),
    /** A use of transactions that their state does not allow. */
    BAD_TRANSACTION_STATE("25000"),
    /** A savepoint that does not exist. */
    BAD_SAVEPOINT("90063");

    private final String sqlState;

    StoreError(String sqlState) {
        this.sqlState = sqlState;
    }

    /** Returns the five-character SQLState. */
    public String sqlState() {
        return sqlState;
    }
}
