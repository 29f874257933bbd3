package io.vectra.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A name pattern of JDBC metadata: {@code %} for any characters, {@code _} for one, {@code \} before either for itself.
 * Immutable.
 *
 * <p>Names are compared as stored, in their case.
 */
final class NamePattern {
    static final char ESCAPE = '\\';

    private final @Nullable String pattern;

    /** @param pattern null for every name */
    NamePattern(@Nullable String pattern) {
        this.pattern = pattern;
    }

    /** Returns whether the name fits. */
    boolean matches(String name) {
        return pattern == null || matches(pattern, 0, name, 0);
    }

    private static boolean matches(String pattern, int patternFrom, String name, int nameFrom) {
        int n = nameFrom;
        for (int p = patternFrom; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            if (c == '%') {
                for (int rest = n; rest <= name.length(); rest++) {
                    if (matches(pattern, p + 1, name, rest)) {
                        return true;
                    }
                }
                return false;
            }
            boolean isEscaped = c == ESCAPE && p + 1 < pattern.length();
            if (isEscaped) {
                p++;
                c = pattern.charAt(p);
            }
            if (n == name.length() || (c != name.charAt(n) && (isEscaped || c != '_'))) {
                return false;
            }
            n++;
        }
        return n == name.length();
    }
}
