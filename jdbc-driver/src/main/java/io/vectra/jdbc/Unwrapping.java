package io.vectra.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Answers {@link java.sql.Wrapper} from a list of objects: the first that has the wanted type. */
final class Unwrapping {
    private Unwrapping() {}

    /** Returns the first candidate of that type. */
    static <T> T unwrap(@Nullable Class<T> type, Object... candidates) throws SQLException {
        if (type == null) {
            throw SqlErrors.badArgument("unwrap", null, "an interface or class");
        }
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return type.cast(candidate);
            }
        }
        throw SqlErrors.badArgument("unwrap", type.getName(), "an interface or class that the object has");
    }

    /** Returns whether a candidate has that type. */
    static boolean isWrapperFor(@Nullable Class<?> type, Object... candidates) {
        if (type == null) {
            return false;
        }
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return true;
            }
        }
        return false;
    }
}
