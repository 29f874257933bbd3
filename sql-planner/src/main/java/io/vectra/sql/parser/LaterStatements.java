package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names the statements that the grammar does not have yet, or refuses on purpose, so that they do not look like typing
 * errors.
 */
final class LaterStatements {
    private static final String NOT_SUPPORTED = "0A000";

    /** The first words of statements that docs/SQL.md promises for later. */
    private static final List<String> LATER =
            List.of("CHECK DATABASE", "COPY", "CREATE FORCE VIEW", "CREATE MEMORY", "CREATE CACHED");

    private static final String NO_CODE = "no code is loaded by SQL";
    private static final String NO_TYPES = "write the type and its CHECK at the column";
    private static final String NO_USERS = "there are no users inside a database";

    /** The first words of statements that are refused on purpose, with the reason. */
    private static final Map<String, String> NEVER = Map.ofEntries(
            Map.entry("CREATE ALIAS", NO_CODE),
            Map.entry("CREATE AGGREGATE", NO_CODE),
            Map.entry("CREATE CONSTANT", "write the value where it is used"),
            Map.entry("CREATE DOMAIN", NO_TYPES),
            Map.entry("CREATE EXTENSION", "vectors and full-text indexes are built in; leave the statement out"),
            Map.entry("CREATE FUNCTION", NO_CODE),
            Map.entry("CREATE LINKED", "no other database is opened by SQL"),
            Map.entry("CREATE MATERIALIZED VIEW", "CREATE TABLE … AS keeps the rows of a query"),
            Map.entry("CREATE PROCEDURE", NO_CODE),
            Map.entry("CREATE ROLE", NO_USERS),
            Map.entry("CREATE TRIGGER", NO_CODE),
            Map.entry("CREATE TYPE", NO_TYPES),
            Map.entry("CREATE USER", NO_USERS),
            Map.entry("DROP ALL OBJECTS", "drop the schemas and tables, or delete the database's folder"),
            Map.entry("GRANT", NO_USERS),
            Map.entry("REVOKE", NO_USERS),
            Map.entry("RUNSCRIPT", "no file is read by SQL"),
            Map.entry("SCRIPT", "no file is written by SQL; BACKUP TO 'folder' copies the database"),
            Map.entry("SHUTDOWN", "the database is closed with its last connection"));

    private LaterStatements() {}

    /** Returns the failure for a statement that the grammar does not have, or {@code otherwise}. */
    static SqlFailure refusal(String sql, SqlFailure otherwise) {
        List<String> words = words(sql);
        for (int count = Math.min(3, words.size()); count > 0; count--) {
            String start = String.join(" ", words.subList(0, count));
            String reason = NEVER.get(start);
            if (reason != null) {
                return new SqlFailure(NOT_SUPPORTED, start + " is not supported: " + reason, 1, 1, otherwise);
            }
            if (LATER.contains(start)) {
                return new SqlFailure(NOT_SUPPORTED, start + " is not supported yet", 1, 1, otherwise);
            }
        }
        return otherwise;
    }

    private static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (words.size() < 3) {
            int start = at;
            while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
                start++;
            }
            at = start;
            while (at < sql.length() && (Character.isLetter(sql.charAt(at)) || sql.charAt(at) == '_')) {
                at++;
            }
            if (at == start) {
                return words;
            }
            words.add(sql.substring(start, at).toUpperCase(Locale.ROOT));
        }
        return words;
    }
}
