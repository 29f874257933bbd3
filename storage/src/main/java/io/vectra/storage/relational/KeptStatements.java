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
 * <p>H2 compiles a statement again by itself after a definition was changed, but not when its tables have grown: so a
 * statement is parsed anew for its 2nd, 4th, 8th run and so on. Thread rule: one thread at a time.
 */
public final class KeptStatements {
    private static final int KEPT_MAX = 32;

    /** Longer texts are lists of constants mostly, which do not come again. */
    private static final int CHARACTERS_MAX = 8_192;

    /** From then on a statement is parsed anew each time that it has run so often. */
    private static final int RUNS_MAX = 1_024;

    private final Connection connection;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    KeptStatements(Connection connection) {
        this.connection = connection;
    }

    /**
     * A statement with its text.
     *
     * @param runs how often the text has run, this time included
     */
    public record Kept(String sql, PreparedStatement statement, int runs) {}

    /** Returns a statement that nobody else has until it is given back. */
    public Kept take(String sql) throws SQLException {
        Kept known = kept.remove(sql);
        int runs = known == null ? 1 : known.runs() + 1;
        if (known != null && !isParsedAnew(runs)) {
            return new Kept(sql, known.statement(), runs);
        }
        if (known != null) {
            known.statement().close();
        }
        return new Kept(sql, connection.prepareStatement(sql), runs);
    }

    /** Returns whether the tables may be other ones in size than when a statement was parsed last. */
    private static boolean isParsedAnew(int run) {
        return Integer.bitCount(run) == 1 || run % RUNS_MAX == 0;
    }

    /** Takes a statement back; it has run to its end, and nobody uses it any more. */
    public void giveBack(Kept taken) throws SQLException {
        if (taken.sql().length() > CHARACTERS_MAX || taken.statement().isClosed()) {
            taken.statement().close();
            return;
        }
        taken.statement().clearParameters();
        Kept another = kept.put(taken.sql(), taken);
        if (another != null) {
            another.statement().close();
        }
        if (kept.size() > KEPT_MAX) {
            Iterator<Kept> oldest = kept.values().iterator();
            Kept dropped = oldest.next();
            oldest.remove();
            dropped.statement().close();
        }
    }
}
