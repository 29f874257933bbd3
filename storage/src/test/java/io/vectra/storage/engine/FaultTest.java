package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.Session;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every file operation of creating, opening, committing, changing the schema, checkpointing, sealing, building
 * graphs, vacuuming and closing go wrong once, in every way, and finds exactly the acknowledged commits afterwards, and
 * at most the one whose outcome was reported as unknown.
 */
class FaultTest {
    private final long seed = Long.getLong("vectra.seed", 42);

    /** What happens to the nth file operation, and what the power cut after it leaves. */
    enum Disaster {
        FAILS_ONCE_AND_LOSES_UNFORCED(Fault.WITHOUT_EFFECT, false, PowerCut.UNFORCED_LOST),
        FAILS_ONCE_AND_IS_KILLED(Fault.WITHOUT_EFFECT, false, PowerCut.UNFORCED_KEPT),
        FAILS_FROM_THEN_ON_AND_LOSES_UNFORCED(Fault.WITHOUT_EFFECT, true, PowerCut.UNFORCED_LOST),
        FAILS_ONCE_AFTER_ALL_AND_KEEPS_UNFORCED(Fault.WITH_EFFECT, false, PowerCut.UNFORCED_KEPT),
        TEARS_ONCE_AND_KEEPS_UNFORCED(Fault.TORN, false, PowerCut.UNFORCED_KEPT),
        TEARS_FROM_THEN_ON_AND_KEEPS_SOME(Fault.TORN, true, PowerCut.UNFORCED_RANDOM);

        private final Fault fault;
        private final boolean isLasting;
        private final PowerCut cut;

        Disaster(Fault fault, boolean isLasting, PowerCut cut) {
            this.fault = fault;
            this.isLasting = isLasting;
            this.cut = cut;
        }

        PowerCut cut() {
            return cut;
        }

        void arm(FaultyDirectory directory, int operation) {
            if (isLasting) {
                directory.failFrom(operation, fault);
            } else {
                directory.failAt(operation, fault);
            }
        }
    }

    /** What a run came to: the states that the database may be in afterwards. */
    private static final class Run {
        private final FaultyDirectory directory;
        private final int faultAt;
        private TreeMap<Integer, Integer> acknowledged = new TreeMap<>();
        private TreeMap<Integer, Integer> pending;
        private boolean isFinished;
        private Database killed;

        Run(FaultyDirectory directory, int faultAt) {
            this.directory = directory;
            this.faultAt = faultAt;
        }

        boolean hasFailed() {
            return directory.operationCount() >= faultAt;
        }

        String operation() {
            return hasFailed() ? directory.operations().get(faultAt - 1) : "none";
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationMayGoWrongAndNoAcknowledgedCommitIsLost(Disaster disaster) throws SQLException {
        int operation = 0;
        Run run;
        do {
            operation++;
            FaultyDirectory directory = new FaultyDirectory(seed + operation);
            disaster.arm(directory, operation);
            run = new Run(directory, operation);
            work(run, disaster);
            String when = disaster + " at operation " + operation + " (" + run.operation() + "), -Dvectra.seed=" + seed;
            check(directory.crash(disaster.cut), run, when);
            if (run.killed != null) {
                close(run.killed, run);
            }
        } while (!run.isFinished);
        assertThat(operation).as("operations that went wrong").isGreaterThan(100);
    }

    /** Two openings of a database, until the fault strikes. */
    private static void work(Run run, Disaster disaster) throws SQLException {
        try {
            for (int firstId = 0; firstId <= 100; firstId += 100) {
                EngineDatabase database = EngineDatabase.openUntended(run.directory, DatabaseOptions.DEFAULT);
                try {
                    writeAll(database, run, firstId);
                    tend(database, run);
                    writeAll(database, run, firstId + 200);
                } finally {
                    if (disaster == Disaster.FAILS_ONCE_AND_IS_KILLED && run.hasFailed()) {
                        run.killed = database;
                    } else {
                        close(database, run);
                    }
                }
            }
            run.isFinished = !run.hasFailed();
        } catch (StoreException | IOException e) {
            if (!run.hasFailed()) {
                throw new AssertionError(e);
            }
        }
    }

    /** Seals, builds graphs, and merges segments. */
    private static void tend(EngineDatabase database, Run run) throws SQLException, IOException {
        try (Session session = database.newSession()) {
            database.sealer().seal();
            ModelDatabase.createIndex(session);
            session.reindex("PUBLIC", "T_VEC");
            ModelDatabase.delete(session, 999);
            session.vacuum(null);
            session.setAutoCommit(false);
            // Each seal writes anew what is deleted of the segment, in place of a file that the manifest before names.
            for (int id = 900; id < 903; id++) {
                write(session, run, List.of(new int[] {id, 1}));
            }
            for (int id = 900; id < 903; id++) {
                database.sealer().seal();
                write(session, run, List.of(new int[] {id, 0}));
            }
            database.sealer().seal();
            alter(session, run);
        }
    }

    /** Gives the table columns, one of them of vectors, and takes them again, over sealed and unsealed rows. */
    private static void alter(Session session, Run run) throws SQLException {
        session.setAutoCommit(true);
        ModelDatabase.alter(
                session,
                new SchemaChange.AddColumns(
                        List.of(
                                new ColumnDefinition("EXTRA", "INTEGER", 0, true, "DEFAULT 7"),
                                new ColumnDefinition("SECOND", "", 2, false, "")),
                        List.of()));
        session.setAutoCommit(false);
        write(session, run, List.of(new int[] {910, 1}));
        session.setAutoCommit(true);
        ModelDatabase.alter(session, new SchemaChange.RenameColumn("EXTRA", "OTHER"));
        ModelDatabase.alter(session, new SchemaChange.DropColumns(List.of("OTHER", "SECOND")));
        session.setAutoCommit(false);
        write(session, run, List.of(new int[] {910, 0}));
    }

    /** A close may fail only because of the fault. */
    private static void close(Database database, Run run) {
        try {
            database.close();
        } catch (StoreException e) {
            if (!run.hasFailed()) {
                throw e;
            }
        }
    }

    private static void writeAll(Database database, Run run, int firstId) throws SQLException {
        try (Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            session.setAutoCommit(false);
            for (List<int[]> transaction : transactions(firstId)) {
                write(session, run, transaction);
            }
        }
    }

    private static void write(Session session, Run run, List<int[]> transaction) throws SQLException {
        TreeMap<Integer, Integer> next = new TreeMap<>(run.acknowledged);
        for (int[] change : transaction) {
            apply(session, change, next);
        }
        run.pending = next;
        session.commit();
        run.acknowledged = next;
        run.pending = null;
    }

    /** Inserts, updates and deletes: each change is an id and a version, 0 for a deletion. */
    private static List<List<int[]>> transactions(int firstId) {
        List<List<int[]>> transactions = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            List<int[]> changes = new ArrayList<>();
            changes.add(new int[] {firstId + n, 1});
            changes.add(new int[] {firstId + n + 50, 1});
            if (n > 1) {
                changes.add(new int[] {firstId + n - 1, n});
            }
            if (n > 2) {
                changes.add(new int[] {firstId + n + 48, 0});
            }
            transactions.add(changes);
        }
        return transactions;
    }

    private static void apply(Session session, int[] change, TreeMap<Integer, Integer> model) throws SQLException {
        int id = change[0];
        int version = change[1];
        if (version == 0) {
            ModelDatabase.delete(session, id);
            model.remove(id);
        } else if (model.containsKey(id)) {
            ModelDatabase.update(session, id, version);
            model.put(id, version);
        } else {
            ModelDatabase.insert(session, id, version);
            model.put(id, version);
        }
    }

    private static void check(FaultyDirectory directory, Run run, String when) throws SQLException {
        TreeMap<Integer, Integer> found;
        try (Database database = EngineDatabase.openUntended(directory, DatabaseOptions.DEFAULT)) {
            found = ModelDatabase.read(database);
        }
        if (run.pending == null) {
            assertThat(found).as(when).isEqualTo(run.acknowledged);
        } else {
            assertThat(found).as(when).isIn(run.acknowledged, run.pending);
        }
    }
}
