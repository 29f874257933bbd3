package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.IndexStatus;
import io.vectra.storage.Metric;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchResult;
import io.vectra.storage.Session;
import io.vectra.storage.UpkeepSettings;
import io.vectra.storage.VectorIndexSettings;
import io.vectra.storage.VectorSearch;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches through graphs, against exact ones. */
class IndexedSearchTest {
    private static final int DIMENSION = 16;
    private static final int ROWS = 6000;
    private static final int K = 10;

    private final Random random = new Random(42);
    private EngineDatabase database;
    private Session session;
    private int nextId;

    @BeforeEach
    void open() throws SQLException {
        database = (EngineDatabase) Database.openInMemory();
        session = database.newSession();
        session.change(new SchemaChange.CreateTable(
                Catalog.DEFAULT_SCHEMA,
                "T",
                false,
                List.of(
                        new SchemaChange.ColumnDefinition("ID", "INTEGER", 0, true, ""),
                        new SchemaChange.ColumnDefinition("VEC", "", DIMENSION, false, "")),
                new SchemaChange.PrimaryKey(null, List.of("ID")),
                List.of(),
                "CREATE TABLE T (…)"));
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        database.close();
    }

    private void insert(int count) throws SQLException {
        session.write(view -> {
            try (PreparedStatement insert = view.prepare("INSERT INTO \"T\" (\"ID\", \"VEC\") VALUES (?, ?)")) {
                for (int i = 0; i < count; i++) {
                    insert.setInt(1, nextId++);
                    insert.setLong(2, view.stage(vector()));
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private void createIndex() throws SQLException {
        session.change(new SchemaChange.CreateVectorIndex(
                Catalog.DEFAULT_SCHEMA,
                "T",
                "T_VEC",
                false,
                "VEC",
                new VectorIndexSettings(
                        Metric.COSINE,
                        16,
                        100,
                        VectorIndexSettings.Quantization.NONE,
                        VectorIndexSettings.Builder.PRIMITIVE),
                "CREATE INDEX"));
    }

    private SearchResult search(float[] query, EligibleRows eligible, SearchOptions options) throws SQLException {
        return session.read(
                view -> view.nearest(new VectorSearch(1, Metric.COSINE, query, K, null, eligible, null, options)));
    }

    private double recall(int queries) throws SQLException {
        int hits = 0;
        for (int i = 0; i < queries; i++) {
            float[] query = vector();
            Set<Long> exact = rowIds(search(query, null, SearchOptions.EXACT));
            SearchResult found = search(query, null, SearchOptions.DEFAULT);
            assertThat(found.trace().plan().strategy()).isEqualTo(SearchPlan.Strategy.GRAPH);
            assertThat(found.count()).isEqualTo(K);
            exact.retainAll(rowIds(found));
            hits += exact.size();
        }
        return hits / (double) (queries * K);
    }

    private static Set<Long> rowIds(SearchResult result) {
        Set<Long> ids = new HashSet<>();
        for (long id : result.rowIds()) {
            ids.add(id);
        }
        return ids;
    }

    @Test
    void graphsAnswerAfterLoadsDeletesAndVacuum() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        assertThat(recall(50)).isGreaterThan(0.95);
        IndexStatus status = database.indexes().get(0);
        assertThat(status.nodes()).isEqualTo(ROWS);
        assertThat(status.unindexedRows()).isZero();

        session.write(view -> {
            try (PreparedStatement delete = view.prepare("DELETE FROM \"T\" WHERE MOD(\"ID\", 2) = 0")) {
                return delete.executeUpdate();
            }
        });
        assertThat(recall(50)).isGreaterThan(0.95);

        insert(500);
        assertThat(recall(50)).isGreaterThan(0.95);

        session.vacuum(null);
        assertThat(recall(50)).isGreaterThan(0.95);
        status = database.indexes().get(0);
        assertThat(status.nodes()).isEqualTo(ROWS / 2 + 500);
        assertThat(status.deleted()).isZero();
        assertThat(status.segments()).isEqualTo(1);
    }

    @Test
    void aRowIsFoundAsSoonAsItIsCommittedAndGoneAsSoonAsItIsDeleted() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        for (int i = 0; i < 50; i++) {
            float[] vector = vector();
            int id = nextId++;
            session.write(view -> {
                try (PreparedStatement insert = view.prepare("INSERT INTO \"T\" (\"ID\", \"VEC\") VALUES (?, ?)")) {
                    insert.setInt(1, id);
                    insert.setLong(2, view.stage(vector));
                    return insert.executeUpdate();
                }
            });
            assertThat(search(vector, null, SearchOptions.DEFAULT).rowIds()[0]).isEqualTo(id);
            long nearest = search(vector(), null, SearchOptions.DEFAULT).rowIds()[0];
            session.write(view -> {
                try (PreparedStatement delete = view.prepare("DELETE FROM \"T\" WHERE \"ID\" IN (?, ?)")) {
                    delete.setLong(1, id);
                    delete.setLong(2, nearest);
                    return delete.executeUpdate();
                }
            });
            assertThat(search(vector, null, SearchOptions.DEFAULT).rowIds()).doesNotContain((long) id, nearest);
        }
    }

    @Test
    void aRangeHoldsWhatIsWithinTheRadius() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        int expected = 0;
        int found = 0;
        for (int i = 0; i < 20; i++) {
            float[] query = vector();
            var radius = new VectorSearch.Radius(0.5, false);
            Set<Long> exact = rowIds(session.read(view -> view.nearest(new VectorSearch(
                    1, Metric.COSINE, query, VectorSearch.ALL, radius, null, null, SearchOptions.EXACT))));
            SearchResult walked = session.read(view -> view.nearest(new VectorSearch(
                    1, Metric.COSINE, query, VectorSearch.ALL, radius, null, null, SearchOptions.DEFAULT)));
            assertThat(exact).containsAll(rowIds(walked));
            for (double distance : walked.distances()) {
                assertThat(distance).isLessThan(0.5);
            }
            expected += exact.size();
            found += walked.count();
        }
        assertThat(found).isGreaterThan((int) (0.95 * expected)).isPositive();
    }

    @Test
    void filteredSearchesFindAsManyRowsAsThereAre() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        insert(300);
        session.write(view -> {
            try (PreparedStatement delete = view.prepare("DELETE FROM \"T\" WHERE MOD(\"ID\", 7) = 0")) {
                return delete.executeUpdate();
            }
        });
        for (int bound : new int[] {0, 1, 5, 60, 600, 3000, 6000, nextId}) {
            Filter filter = new Filter.Comparison(0, Filter.Operator.LESS, bound);
            int matches = bound - (bound + 6) / 7;
            int hits = 0;
            for (int i = 0; i < 20; i++) {
                float[] query = vector();
                SearchResult found = filtered(query, filter, SearchOptions.DEFAULT);
                SearchResult exact = filtered(query, filter, SearchOptions.EXACT);
                assertThat(found.count()).as("matches below %d", bound).isEqualTo(Math.min(K, matches));
                assertThat(found.trace().plan().matches()).isEqualTo(matches);
                for (long rowId : found.rowIds()) {
                    assertThat(rowId).isLessThan(bound);
                    assertThat(rowId % 7).isNotZero();
                }
                Set<Long> both = rowIds(exact);
                both.retainAll(rowIds(found));
                hits += both.size();
            }
            assertThat(hits).as("hits below %d", bound).isGreaterThanOrEqualTo((int)
                    (0.95 * 20 * Math.min(K, matches)));
        }
    }

    /**
     * A tenth of the rows, for which comparing costs more than twice a walk if they are near, and less if they are far.
     */
    @Test
    void aWalkIsTriedForMatchesThatMayBeNear() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        var few = new SearchOptions(10, 0, false);
        int count = ROWS / 10;
        for (int i = 0; i < 10; i++) {
            float[] query = vector();
            long[] all = session.read(view -> view.nearest(
                            new VectorSearch(1, Metric.COSINE, query, ROWS, null, null, null, SearchOptions.EXACT)))
                    .rowIds();

            SearchResult near = search(query, vectors(Arrays.copyOf(all, count)), few);
            SearchResult far = search(query, vectors(Arrays.copyOfRange(all, ROWS - count, ROWS)), few);

            assertThat(near.trace().plan().strategy()).isEqualTo(SearchPlan.Strategy.IN_GRAPH);
            assertThat(near.trace().plan().reason()).contains("a walk is tried");
            assertThat(near.trace().distances()).isLessThan(count);
            assertThat(near.count()).isEqualTo(K);
            assertThat(far.trace().plan().strategy()).isEqualTo(SearchPlan.Strategy.PRE_FILTER);
            assertThat(far.trace().distances()).isLessThan(count + count / 2);
            assertThat(far.rowIds()).containsExactly(Arrays.copyOfRange(all, ROWS - count, ROWS - count + K));
        }
    }

    private EligibleRows vectors(long[] rowIds) throws SQLException {
        Arrays.sort(rowIds);
        return session.read(view -> view.vectorsOf(1, rowIds));
    }

    private SearchResult filtered(float[] query, Filter filter, SearchOptions options) throws SQLException {
        return session.read(view -> {
            assertThat(view.canEvaluate(1, filter)).isTrue();
            return view.nearest(new VectorSearch(1, Metric.COSINE, query, K, null, null, filter, options));
        });
    }

    @Test
    void aWantedRecallIsMetAndQueriesAreSampled() throws Exception {
        insert(ROWS);
        createIndex();
        session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
        var wanted = new SearchOptions(0, 0.99, false);
        search(vector(), null, wanted);
        database.searchHelp().targets().measure(database.state(), () -> false);
        int hits = 0;
        for (int i = 0; i < 100; i++) {
            float[] query = vector();
            Set<Long> exact = rowIds(search(query, null, SearchOptions.EXACT));
            exact.retainAll(rowIds(search(query, null, wanted)));
            hits += exact.size();
        }
        assertThat(hits).isGreaterThanOrEqualTo((int) (0.985 * 100 * K));

        UpkeepSettings settings = database.upkeep();
        database.setUpkeep(new UpkeepSettings(
                settings.autoVacuum(),
                settings.vacuumDeadShare(),
                settings.vacuumSegments(),
                settings.unindexedRowsMax(),
                1));
        for (int i = 0; i < 10; i++) {
            search(vector(), null, SearchOptions.DEFAULT);
        }
        SearchHelp help = database.searchHelp();
        while (help.samples().of(database.indexes().get(0).index()).samples() == 0) {
            help.samples().measure(help, () -> false);
        }
        assertThat(database.indexes().get(0).sampledRecall()).isBetween(0.9, 1.0);
    }
}
