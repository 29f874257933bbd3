package io.vectra.jdbc;

import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The names that an application gives itself on a connection. They change nothing. Thread rule: any number of threads.
 */
final class ClientInfo {
    static final List<String> NAMES = List.of("ApplicationName", "ClientHostname", "ClientUser");

    private final Properties values = new Properties();

    /** Keeps a value, or forgets it if null; returns a warning for a name that JDBC does not know, else null. */
    synchronized @Nullable String set(String name, @Nullable String value) {
        if (!NAMES.contains(name)) {
            return "Client info \"" + name + "\" is ignored; known are " + String.join(", ", NAMES);
        }
        if (value == null) {
            values.remove(name);
        } else {
            values.setProperty(name, value);
        }
        return null;
    }

    synchronized void clear() {
        values.clear();
    }

    synchronized @Nullable String get(String name) {
        return values.getProperty(name);
    }

    synchronized Properties all() {
        return (Properties) values.clone();
    }
}
