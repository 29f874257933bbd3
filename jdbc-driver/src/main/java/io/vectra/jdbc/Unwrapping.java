package io.vectra.jdbc;

import java.sql.SQLException;

/** Answers {@link java.sql.Wrapper} from a list of objects: the first that has the wanted type. */
final class Unwrapping {
    private Unwrapping() {}

    /** Returns the first candidate of that type. */
    static <T> T unwrap(Class<T> type, Object... candidates) throws SQLException {
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return type.cast(candidate);
            }
        }
        throw SqlErrors.badArgument("unwrap", type.getName(), "an interface or class that the object has");
    }

    /** Returns whether a candidate has that type. */
    static boolean isWrapperFor(Class<?> type, Object... candidates) {
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return true;
            }
        }
        return false;
    }
}
