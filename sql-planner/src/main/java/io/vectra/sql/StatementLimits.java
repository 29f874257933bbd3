package io.vectra.sql;

/**
 * How long a statement may run, how many rows it may give.
 *
 * @param timeoutMs in milliseconds, 0 for no limit
 * @param maxRows of a query, 0 for no limit
 */
public record StatementLimits(int timeoutMs, long maxRows) {
    /** Nothing is limited. */
    public static final StatementLimits NONE = new StatementLimits(0, 0);

    /** Checks the numbers. */
    public StatementLimits {
        if (timeoutMs < 0 || maxRows < 0) {
            throw new IllegalArgumentException("a limit below 0: " + timeoutMs + " ms, " + maxRows + " rows");
        }
    }

    /** Returns these limits, and others where these say nothing. */
    public StatementLimits orElse(StatementLimits others) {
        return new StatementLimits(
                timeoutMs == 0 ? others.timeoutMs : timeoutMs, maxRows == 0 ? others.maxRows : maxRows);
    }
}
