package io.vectra.jdbc.crash;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The tables that the crash test writes, and what each version of a row holds. */
final class CrashTables {
    /** One table with an integer key, one whose row ids are hidden. */
    static final String[] DEFINITIONS = {
        "CREATE TABLE IF NOT EXISTS docs (id BIGINT PRIMARY KEY, version INT NOT NULL, body VARCHAR(400) NOT NULL,"
                + " vec VECTOR(384))",
        "CREATE TABLE IF NOT EXISTS notes (name VARCHAR(40) PRIMARY KEY, version INT NOT NULL, body VARCHAR(400) NOT NULL,"
                + " vec VECTOR(24) NOT NULL)",
        "CREATE UNIQUE INDEX IF NOT EXISTS docs_body ON docs (body)",
        "CREATE INDEX IF NOT EXISTS docs_vec ON docs USING HNSW (vec) WITH (metric = 'euclidean', m = 8,"
                + " ef_construction = 40)",
        "CREATE INDEX IF NOT EXISTS notes_vec ON notes USING HNSW (vec) WITH (quantization = 'int8')"
    };

    /** The names of a column that comes and goes, and what it holds in every row. */
    static final String EXTRA = "EXTRA|EXTRA_RENAMED";

    static final int EXTRA_VALUE = 7;

    private CrashTables() {}

    /** Returns a statement that gives the documents a column, names it otherwise, or takes it again. */
    static String alteration(Connection connection, Random random) throws SQLException {
        String extra = column(connection, EXTRA);
        String vector = column(connection, "EXTRA_VEC");
        if (random.nextBoolean()) {
            return "ALTER TABLE docs "
                    + (vector == null ? "ADD COLUMN extra_vec VECTOR(3)" : "DROP COLUMN IF EXISTS extra_vec");
        }
        if (extra == null) {
            return "ALTER TABLE docs ADD COLUMN extra INT DEFAULT " + EXTRA_VALUE + " NOT NULL";
        }
        return "ALTER TABLE docs "
                + (random.nextBoolean()
                        ? "DROP COLUMN " + extra
                        : "RENAME COLUMN " + extra + " TO " + (extra.equals("EXTRA") ? "extra_renamed" : "extra"));
    }

    /** Returns the name of a column of the documents that fits a pattern, or null. */
    static @Nullable String column(Connection connection, String pattern) throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns(null, "PUBLIC", "DOCS", null)) {
            while (columns.next()) {
                if (columns.getString("COLUMN_NAME").matches(pattern)) {
                    return columns.getString("COLUMN_NAME");
                }
            }
            return null;
        }
    }

    static String body(long id, int version) {
        return "row " + id + " version " + version + " " + "x".repeat((int) ((id * 31 + version * 17) % 200));
    }

    /** Every seventh version of a document has no vector. */
    static float[] docVector(long id, int version) {
        return version % 7 == 3 ? null : vector(id, version, 384);
    }

    static float[] noteVector(long id, int version) {
        return vector(~id, version, 24);
    }

    static String noteName(long id) {
        return "note-" + id;
    }

    private static float[] vector(long id, int version, int dimension) {
        Random random = new Random(id * 1_000_003 + version);
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return vector;
    }
}
