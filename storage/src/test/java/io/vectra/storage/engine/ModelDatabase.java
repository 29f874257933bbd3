package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.Metric;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.SearchResult;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.TableInfo;
import io.vectra.storage.VectorIndexSettings;
import io.vectra.storage.VectorLookup;
import io.vectra.storage.VectorSearch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of the storage engine beside a map that says what has to be in it.
 *
 * <p>The table has an integer key and a vector that may be NULL; row n version v has {@link #vector}.
 */
final class ModelDatabase {
    static final int DIMENSION = 5;
    static final String TABLE = "T";

    private ModelDatabase() {}

    static void createTable(Session session) throws SQLException {
        session.change(new SchemaChange.CreateTable(
                Catalog.DEFAULT_SCHEMA,
                TABLE,
                true,
                List.of(
                        new ColumnDefinition("ID", "INTEGER", 0, true, ""),
                        new ColumnDefinition("VERSION", "INTEGER", 0, true, ""),
                        new ColumnDefinition("VEC", "", DIMENSION, false, "")),
                new SchemaChange.PrimaryKey(null, List.of("ID")),
                List.of(),
                "CREATE TABLE T (…)"));
    }

    /** Creates an HNSW index on the vectors, unless there is one. */
    static void createIndex(Session session) throws SQLException {
        session.change(new SchemaChange.CreateVectorIndex(
                Catalog.DEFAULT_SCHEMA,
                TABLE,
                "T_VEC",
                true,
                "VEC",
                new VectorIndexSettings(
                        Metric.EUCLIDEAN,
                        8,
                        50,
                        VectorIndexSettings.Quantization.INT8,
                        VectorIndexSettings.Builder.PRIMITIVE),
                "CREATE INDEX"));
    }

    static void alter(Session session, SchemaChange.Alteration alteration) throws SQLException {
        session.change(new SchemaChange.AlterTable(Catalog.DEFAULT_SCHEMA, TABLE, alteration, "ALTER TABLE"));
    }

    /** Row n has no vector in every fifth version. */
    static float[] vector(int id, int version) {
        if ((id + version) % 5 == 4) {
            return null;
        }
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) Math.cos(id * 13.0 + version * 5.0 + i);
        }
        return vector;
    }

    static void insert(Session session, int id, int version) throws SQLException {
        session.write(view -> {
            try (PreparedStatement insert =
                    view.prepare("INSERT INTO \"T\" (\"ID\", \"VERSION\", \"VEC\") VALUES (?, ?, ?)")) {
                insert.setInt(1, id);
                insert.setInt(2, version);
                bind(insert, 3, view, vector(id, version));
                return insert.executeUpdate();
            }
        });
    }

    static void update(Session session, int id, int version) throws SQLException {
        session.write(view -> {
            try (PreparedStatement update =
                    view.prepare("UPDATE \"T\" SET \"VERSION\" = ?, \"VEC\" = ? WHERE \"ID\" = ?")) {
                update.setInt(1, version);
                bind(update, 2, view, vector(id, version));
                update.setInt(3, id);
                return update.executeUpdate();
            }
        });
    }

    static void delete(Session session, int id) throws SQLException {
        session.write(view -> {
            try (PreparedStatement delete = view.prepare("DELETE FROM \"T\" WHERE \"ID\" = ?")) {
                delete.setInt(1, id);
                return delete.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, int index, StatementView view, float[] vector)
            throws SQLException {
        if (vector == null) {
            statement.setNull(index, java.sql.Types.BIGINT);
        } else {
            statement.setLong(index, view.stage(vector));
        }
    }

    /**
     * Reads version by id, checking every vector on the way, and that the search finds exactly the rows with a vector.
     */
    static TreeMap<Integer, Integer> read(Database database) throws SQLException {
        TableInfo table = database.catalog().table(Catalog.DEFAULT_SCHEMA, TABLE);
        if (table == null) {
            return new TreeMap<>();
        }
        try (Session session = database.newSession()) {
            return session.read(ModelDatabase::readRows);
        }
    }

    static TreeMap<Integer, Integer> readRows(StatementView view) throws SQLException {
        TreeMap<Integer, Integer> rows = new TreeMap<>();
        TreeSet<Long> withVector = new TreeSet<>();
        VectorLookup vectors = view.vectors();
        int columnId = 0;
        try (PreparedStatement select = view.prepare("SELECT \"ID\", \"VERSION\", \"VEC\" FROM \"T\"");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                int id = found.getInt(1);
                int version = found.getInt(2);
                rows.put(id, version);
                long reference = found.getLong(3);
                float[] expected = vector(id, version);
                if (found.wasNull()) {
                    assertThat(expected)
                            .as("row %d version %d has no vector", id, version)
                            .isNull();
                } else {
                    assertThat(vectors.vector(reference))
                            .as("vector of row %d version %d", id, version)
                            .isEqualTo(expected);
                    withVector.add((long) id);
                    columnId = io.vectra.storage.vector.VectorReference.columnId(reference);
                }
            }
        }
        if (columnId != 0) {
            SearchResult nearest = view.nearest(
                    new VectorSearch(columnId, Metric.EUCLIDEAN, new float[DIMENSION], Integer.MAX_VALUE / 2, null));
            TreeSet<Long> found = new TreeSet<>();
            for (long rowId : nearest.rowIds()) {
                assertThat(found.add(rowId)).as("row %d is found once", rowId).isTrue();
            }
            assertThat(found).isEqualTo(withVector);
        }
        return rows;
    }
}
