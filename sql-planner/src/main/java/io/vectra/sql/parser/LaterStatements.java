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
    private static final List<String> LATER = List.of("CHECK DATABASE", "CREATE FORCE VIEW");

    private static final String NO_CODE = "no code is loaded by SQL";
    private static final String NO_TYPES = "write the type and its CHECK at the column";
    private static final String NO_OTHER = "no other database is opened by SQL";
    private static final String BUILT_IN = "vectors and full-text indexes are built in; leave the statement out";
    private static final String LIST_COLUMNS =
            "SELECT * FROM INFORMATION_SCHEMA.COLUMNS WHERE table_name = '…' lists them";
    private static final String NO_USERS = "there are no users inside a database";

    /** The first words of statements that are refused on purpose, with the reason. */
    private static final Map<String, String> NEVER = Map.ofEntries(
            Map.entry("ABORT", "write ROLLBACK"),
            Map.entry("ATTACH", NO_OTHER),
            Map.entry("CHECKPOINT", "a commit is on the disk when it returns"),
            Map.entry("COPY", "send rows by PreparedStatement.addBatch and executeBatch"),
            Map.entry("CREATE ALIAS", NO_CODE),
            Map.entry("CREATE AGGREGATE", NO_CODE),
            Map.entry("CREATE CACHED", "write CREATE TABLE"),
            Map.entry("CREATE CONSTANT", "write the value where it is used"),
            Map.entry("CREATE DOMAIN", NO_TYPES),
            Map.entry("CREATE EXTENSION", BUILT_IN),
            Map.entry("CREATE FUNCTION", NO_CODE),
            Map.entry("CREATE HASH", "write CREATE INDEX"),
            Map.entry("CREATE LINKED", NO_OTHER),
            Map.entry("CREATE MATERIALIZED VIEW", "CREATE TABLE … AS keeps the rows of a query"),
            Map.entry("CREATE MEMORY", "CREATE TEMPORARY TABLE keeps rows in memory"),
            Map.entry("CREATE PROCEDURE", NO_CODE),
            Map.entry("CREATE ROLE", NO_USERS),
            Map.entry("CREATE SPATIAL", "an index of geometries is not there"),
            Map.entry("CREATE SYNONYM", "CREATE VIEW gives a table another name"),
            Map.entry("CREATE TRIGGER", NO_CODE),
            Map.entry("CREATE TYPE", NO_TYPES),
            Map.entry("CREATE UNLOGGED", "CREATE TEMPORARY TABLE keeps rows in memory; others are logged"),
            Map.entry("CREATE USER", NO_USERS),
            Map.entry("CREATE VIRTUAL", "write CREATE TABLE with a column VECTOR(n)"),
            Map.entry("DESC", LIST_COLUMNS),
            Map.entry("DESCRIBE", LIST_COLUMNS),
            Map.entry("DO", NO_CODE),
            Map.entry("DROP ALL OBJECTS", "drop the schemas and tables, or delete the database's folder"),
            Map.entry("END", "write COMMIT"),
            Map.entry("GRANT", NO_USERS),
            Map.entry("INSERT IGNORE", "write INSERT INTO … ON CONFLICT DO NOTHING"),
            Map.entry("INSERT OR", "write INSERT INTO … ON CONFLICT …, or MERGE INTO … KEY (…) VALUES …"),
            Map.entry("INSTALL", BUILT_IN),
            Map.entry("LISTEN", "nothing is told to other connections"),
            Map.entry("LOAD", BUILT_IN),
            Map.entry("LOCK TABLE", "a transaction that has changed something keeps other writers out"),
            Map.entry("PRAGMA", "SHOW ALL lists the settings, SET changes one"),
            Map.entry("PREPARE", "Connection.prepareStatement does it"),
            Map.entry("REINDEX TABLE", "write REINDEX and the name of an index"),
            Map.entry("REPLACE INTO", "write MERGE INTO … KEY (…) VALUES …"),
            Map.entry("REVOKE", NO_USERS),
            Map.entry("RUNSCRIPT", "no file is read by SQL"),
            Map.entry("SET AUTOCOMMIT", "Connection.setAutoCommit does it"),
            Map.entry("SET LOCK_TIMEOUT", "SET statement_timeout = '1s' bounds the wait for other writers too"),
            Map.entry("SET MODE", "there is one language"),
            Map.entry("SET TIME ZONE", "the time zone is the JVM's; AT TIME ZONE converts"),
            Map.entry("SHOW COLUMNS", LIST_COLUMNS),
            Map.entry("SHOW TABLES", "SELECT * FROM INFORMATION_SCHEMA.TABLES lists them"),
            Map.entry("VACUUM ANALYZE", "write VACUUM and ANALYZE as two statements"),
            Map.entry("VACUUM FULL", "VACUUM gives the space back"),
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
