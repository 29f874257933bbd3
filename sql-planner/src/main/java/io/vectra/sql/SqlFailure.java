package io.vectra.sql;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a statement's text or its use, found by the planner: says what was found, what was expected,
 * where, and what to do.
 */
public final class SqlFailure extends RuntimeException {
    /** The SQLState of a statement that is nested too deeply. */
    public static final String TOO_DEEP = "54001";

    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final int line;
    private final int column;

    /**
     * Creates a failure.
     *
     * @param sqlState five characters
     * @param message complete, without the position
     * @param line where in the text, from 1, or 0 if unknown
     * @param column where in the line, from 1, or 0 if unknown
     */
    public SqlFailure(String sqlState, String message, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
        this.line = line;
        this.column = column;
    }

    /** As the full constructor, without position or cause. */
    public SqlFailure(String sqlState, String message) {
        this(sqlState, message, 0, 0, null);
    }

    /** Returns the five-character SQLState. */
    public String sqlState() {
        return sqlState;
    }

    /** Returns the line, from 1, or 0 if unknown. */
    public int line() {
        return line;
    }

    /** Returns the column in the line, from 1, or 0 if unknown. */
    public int column() {
        return column;
    }
}
