package io.vectra.storage.relational;

import io.vectra.storage.StoreException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds our own failures inside the exceptions that H2 wraps around them. Stateless. */
public final class MirrorErrors {
    private MirrorErrors() {}

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
