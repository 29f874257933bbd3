package io.vectra.storage.relational;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Finds our own failures inside the exceptions that H2 wraps around them. Stateless. */
public final class MirrorErrors {
    /** H2's state for "the whole transaction was rolled back". */
    private static final String ROLLED_BACK = "40001";

    private MirrorErrors() {}

    /**
     * Returns whether the whole transaction cannot go on: H2 has rolled it back (deadlock, an update of a row newer
     * than the snapshot), or its snapshot cannot be read any more.
     */
    public static boolean isRolledBack(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && ROLLED_BACK.equals(sql.getSQLState())
                    || cause instanceof StoreException store && store.error() == StoreError.CONFLICT) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether H2 has ended a statement that was cancelled, or ran out of time. */
    public static boolean isCancelled(Throwable failure) {
        return failure instanceof SQLException sql && sql.getErrorCode() == ErrorCode.STATEMENT_WAS_CANCELED;
    }

    /** Returns the store's failure that caused this one, or null if there is none. */
    public static @Nullable StoreException storeExceptionIn(Throwable failure) {
        return storeExceptionIn(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static @Nullable StoreException storeExceptionIn(@Nullable Throwable failure, Set<Throwable> seen) {
        Throwable next = failure;
        while (next != null && seen.add(next)) {
            if (next instanceof StoreException found) {
                return found;
            }
            if (next instanceof SQLException sql) {
                StoreException found = storeExceptionIn(sql.getNextException(), seen);
                if (found != null) {
                    return found;
                }
            }
            next = next.getCause();
        }
        return null;
    }
}
