package io.vectra.storage.relational;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Statements of one connection that change rows, kept parsed from one run to the next: H2 keeps its queries and INSERTs
 * alone, and parses every other change anew, which for a MERGE takes as long as running it.
 *
 * <p>H2 compiles a statement again by itself after a definition was changed. Thread rule: one thread at a time.
 */
public final class KeptStatements {
    private static final int KEPT_MAX = 32;

    /** Longer texts are lists of constants mostly, which do not come again. */
    private static final int CHARACTERS_MAX = 8_192;

    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(16, 0.75f, true);

    KeptStatements(Connection connection) {
        this.connection = connection;
    }

    /** Returns a statement that nobody else has until it is given back. */
    public PreparedStatement take(String sql) throws SQLException {
        PreparedStatement known = kept.remove(sql);
        return known == null ? connection.prepareStatement(sql) : known;
    }

    /** Takes a statement back; it has run to its end, and nobody uses it any more. */
    public void giveBack(String sql, PreparedStatement statement) throws SQLException {
        if (sql.length() > CHARACTERS_MAX || statement.isClosed()) {
            statement.close();
            return;
        }
        statement.clearParameters();
        PreparedStatement another = kept.put(sql, statement);
        if (another != null) {
            another.close();
        }
        if (kept.size() > KEPT_MAX) {
            Iterator<PreparedStatement> oldest = kept.values().iterator();
            PreparedStatement dropped = oldest.next();
            oldest.remove();
            dropped.close();
        }
    }
}
