package io.vectra.storage;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the storage engine reports to its caller: what happened, the actual and the expected, and what to do.
 *
 * <p>Failures of SQL itself (constraint violations, conversions …) are the relational mirror's
 * {@link java.sql.SQLException}s and are not wrapped.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreError error;

    /** Creates a failure without a cause. */
    public StoreException(StoreError error, String message) {
        this(error, message, null);
    }

    /** Creates a failure that another one caused. */
    public StoreException(StoreError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** Returns the kind of failure. */
    public StoreError error() {
        return error;
    }
}
