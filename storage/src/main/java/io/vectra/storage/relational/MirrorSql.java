package io.vectra.storage.relational;

/** Writes names and texts as SQL. Stateless. */
final class MirrorSql {
    private MirrorSql() {}

    /** Returns a name in quotes. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a schema's object, both names in quotes. */
    static String name(String schema, String name) {
        return name(schema) + '.' + name(name);
    }

    /** Returns a text in quotes. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
