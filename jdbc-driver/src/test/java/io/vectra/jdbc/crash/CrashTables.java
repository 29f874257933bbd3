package io.vectra.jdbc.crash;

import java.util.Random;

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

    private CrashTables() {}

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
