package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.UpkeepSettings;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an open database does in the background: seals what is in the log only, builds graphs, merges segments.
 *
 * <p>Two threads: one seals, so that the log stays short while the other is busy with a long build. Writers that are
 * faster than the first are made to wait for it. Thread rule: any number of threads.
 */
final class Upkeep {
    private static final System.Logger LOGGER = System.getLogger(Upkeep.class.getName());

    /** From so much log on it is sealed at once. */
    private static final long SEAL_BYTES = 64L << 20;

    /** From so many bytes of vectors without a graph on an indexed column is sealed at once. */
    private static final long SEAL_VECTOR_BYTES = 16L << 20;

    /** As many wait at the most, once nobody writes: comparing them takes as long as a walk. */
    private static final long IDLE_VECTOR_BYTES = 1L << 20;

    /** With so much log that is not sealed yet, writers wait. */
    private static final long WAIT_BYTES = 4 * SEAL_BYTES;

    private static final int POLL_MS = 250;
    private static final int WAIT_MS_MAX = 1000;
    private static final long RETRY_NANOS = 10_000_000_000L;

    /** A segment that has a graph is merged with new ones that are together at least this part of it. */
    private static final int TIER = 2;

    private final EngineDatabase database;
    private final Tasks tasks = new Tasks();
    private final GraphBuilds graphs;
    private final Compactor compactor;
    /** Held by whoever builds or merges. */
    private final ReentrantLock compaction = new ReentrantLock(true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition advanced = lock.newCondition();
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private volatile UpkeepSettings settings = UpkeepSettings.DEFAULT;
    private volatile @Nullable String failure;
    private volatile long throttledNanos;
    private long idleLsn;

    Upkeep(EngineDatabase database) {
        this.database = database;
        this.graphs = new GraphBuilds(database);
        this.compactor = new Compactor(database, graphs);
    }

    UpkeepSettings settings() {
        return settings;
    }

    void use(UpkeepSettings newSettings) {
        settings = newSettings;
        wake();
    }

    Tasks tasks() {
        return tasks;
    }

    /** Returns why the last background task failed, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Returns how long writers were made to wait, in nanoseconds. */
    long throttledNanos() {
        return throttledNanos;
    }

    /** Begins to work in the background, if the database may be written. */
    void start() {
        if (!database.isReadOnly() && isStarted.compareAndSet(false, true)) {
            start("vectra-seal", this::sealIfDue);
            start("vectra-upkeep", this::tidy);
        }
    }

    private void start(String name, Work work) {
        Thread thread = new Thread(() -> repeat(work), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Ends what runs in the background, without effect where it was not done; called without a lock. */
    void stop() {
        tasks.stop();
        wake();
        boolean wasInterrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && thread != Thread.currentThread()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something has changed: an index, the settings. */
    void wake() {
        lock.lock();
        try {
            wanted.signalAll();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called after a commit, without the writer lock: wakes the sealer, and waits for it if it is far behind. */
    void afterCommit() {
        long bytes = unsealedBytes();
        if (bytes < SEAL_BYTES) {
            return;
        }
        wake();
        if (bytes >= WAIT_BYTES || unindexedRows() > settings.unindexedRowsMax()) {
            long start = System.nanoTime();
            lock.lock();
            try {
                if (!tasks.isStopped() && failure == null) {
                    awaitAdvance();
                }
            } finally {
                lock.unlock();
                throttledNanos += System.nanoTime() - start;
            }
        }
    }

    private void awaitAdvance() {
        try {
            long left = advanced.awaitNanos(WAIT_MS_MAX * 1_000_000L);
            LOGGER.log(System.Logger.Level.TRACE, "A writer waited for the sealer, {0} ns early", left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long unsealedBytes() {
        long sealed = database.state().segments().sealed().position();
        long end = database.log().end();
        if (LogPosition.fileNumber(sealed) == LogPosition.fileNumber(end)) {
            return end - sealed;
        }
        return database.log().sizeBytes();
    }

    private long unindexedRows() {
        long rows = 0;
        for (TableDefinition table : database.schema().tables().values()) {
            for (VectorIndexInfo index : table.vectorIndexes()) {
                rows = Math.max(rows, unindexedRows(index));
            }
        }
        return rows;
    }

    /** Returns how many living vectors an index has no graph of. */
    long unindexedRows(VectorIndexInfo index) {
        ReadState state = database.state();
        VectorColumn column = state.schema().columns().get(index.columnId());
        if (column == null) {
            return 0;
        }
        String name = GraphFiles.name(index);
        long rows = Math.max(0, column.count() - state.segments().sealedCount(index.columnId()));
        for (VectorSegment segment : state.segments().ofColumn(index.columnId())) {
            if (segment.graph(name) == null) {
                rows += segment.file().count() - segment.tombstones().count();
            }
        }
        return rows;
    }

    /** Does a piece of work again and again until the database closes. */
    private void repeat(Work work) {
        while (!tasks.isStopped()) {
            boolean isDone = attempt(work);
            signalAdvance();
            await(isDone);
        }
    }

    private void sealIfDue() throws IOException {
        if (isSealDue()) {
            database.sealer().seal(tasks::isStopped);
        }
    }

    private void signalAdvance() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isSealDue() {
        long bytes = unsealedBytes();
        if (bytes >= SEAL_BYTES) {
            return true;
        }
        long lsn = database.log().lastLsn();
        boolean isIdle = lsn == idleLsn;
        idleLsn = lsn;
        long bytesMax = isIdle ? IDLE_VECTOR_BYTES : SEAL_VECTOR_BYTES;
        ReadState state = database.state();
        for (TableDefinition table : state.schema().tables().values()) {
            for (VectorIndexInfo index : table.vectorIndexes()) {
                VectorColumn column = state.schema().vectorColumn(index.columnId());
                long unsealed = column.count() - state.segments().sealedCount(index.columnId());
                if (unsealed * column.dimension() * Float.BYTES >= bytesMax) {
                    return true;
                }
            }
        }
        return false;
    }

    private void tidy() throws IOException {
        graphs.removeUnused();
        database.textBuilds().removeUnused(database);
        boolean isBusy = true;
        while (isBusy && !tasks.isStopped()) {
            isBusy = tidyOnce();
        }
        SearchHelp help = database.searchHelp();
        help.samples().measure(help, tasks::isStopped);
        help.targets().measure(database.state(), tasks::isStopped);
    }

    private boolean tidyOnce() throws IOException {
        for (TableRows rows : database.state().segments().rows().values()) {
            if (rows.isFollowed()) {
                database.textBuilds().catchUp(rows);
            }
            if (database.textBuilds().isAnyMissing(rows)) {
                makeTexts(rows, tasks::isStopped);
            }
        }
        Tasks.lock(compaction, tasks::isStopped);
        try {
            for (TableDefinition table : database.schema().tables().values()) {
                for (VectorIndexInfo index : table.vectorIndexes()) {
                    if (buildMissing(table, index)) {
                        return true;
                    }
                }
            }
            return settings.autoVacuum() && vacuumWorst();
        } finally {
            compaction.unlock();
        }
    }

    /** Builds graphs of segments that have none; returns whether there were any. */
    private boolean buildMissing(TableDefinition table, VectorIndexInfo index) throws IOException {
        String name = GraphFiles.name(index);
        List<VectorSegment> segments = database.state().segments().ofColumn(index.columnId());
        if (!segments.isEmpty() && segments.stream().allMatch(segment -> segment.graph(name) == null)) {
            // The first graph of an index takes in what is there, so that no rest is compared row by row.
            database.sealer().seal(tasks::isStopped);
            segments = database.state().segments().ofColumn(index.columnId());
        }
        List<VectorSegment> missing = new ArrayList<>();
        List<VectorSegment> built = new ArrayList<>();
        for (VectorSegment segment : segments) {
            (segment.graph(name) == null ? missing : built).add(segment);
        }
        if (missing.isEmpty()) {
            return false;
        }
        built.sort(Comparator.comparingLong(Upkeep::living));
        long living = missing.stream().mapToLong(Upkeep::living).sum();
        List<VectorSegment> merged = new ArrayList<>(missing);
        for (VectorSegment segment : built) {
            if (living(segment) <= TIER * living) {
                merged.add(segment);
                living += living(segment);
            }
        }
        try (Tasks.Task task = tasks.begin("BUILD INDEX", index.name(), () -> false)) {
            if (merged.size() == 1 && !isWorn(merged.get(0))) {
                graphs.buildLive(merged.get(0), index, task);
            } else {
                merge(merged, table, task);
            }
        }
        return true;
    }

    /** Makes the full-text indexes that a table lacks; on the caller's thread. */
    void makeTexts(String schema, String table, BooleanSupplier cancelled) throws IOException {
        for (TableRows rows : database.state().segments().rows().values()) {
            if (rows.table().schema().equals(schema) && rows.table().name().equals(table)) {
                makeTexts(rows, cancelled);
                database.textBuilds().catchUp(rows);
            }
        }
    }

    private void makeTexts(TableRows rows, BooleanSupplier cancelled) throws IOException {
        try (Tasks.Task task = tasks.begin("BUILD INDEX", rows.table().name(), cancelled)) {
            long count = rows.segments().stream()
                    .mapToLong(each -> each.file().count())
                    .sum();
            task.step("full-text index", count);
            database.textBuilds().makeMissing(database, rows, task::advance);
        }
    }

    private void merge(List<VectorSegment> segments, TableDefinition table, Tasks.Task task) throws IOException {
        List<VectorSegment> ordered = new ArrayList<>(segments);
        ordered.sort(Comparator.comparingInt(VectorSegment::number));
        int columnId = ordered.get(0).columnId();
        compactor.mergeVectors(
                ordered,
                table.vectorIndexes().stream()
                        .filter(each -> each.columnId() == columnId)
                        .toList(),
                task);
    }

    private static long living(VectorSegment segment) {
        return segment.file().count() - segment.tombstones().count();
    }

    private boolean isWorn(VectorSegment segment) {
        return segment.tombstones().count()
                >= settings.vacuumDeadShare() * segment.file().count();
    }

    /** Merges segments of a table where there are too many, or too much of them is dead; returns whether there were. */
    private boolean vacuumWorst() throws IOException {
        ReadState state = database.state();
        for (TableRows table : state.segments().rows().values()) {
            List<RowSegment> segments = table.segments();
            long count =
                    segments.stream().mapToLong(each -> each.file().count()).sum();
            long dead = segments.stream()
                    .mapToLong(each -> each.tombstones().count())
                    .sum();
            boolean isDue = segments.size() >= settings.vacuumSegments()
                    || (count > 0 && dead >= settings.vacuumDeadShare() * count);
            if (isDue) {
                try (Tasks.Task task = tasks.begin("VACUUM", table.table().name(), () -> false)) {
                    compactor.mergeRows(table, task);
                }
                return true;
            }
        }
        for (TableDefinition table : state.schema().tables().values()) {
            for (TableDefinition.Column column : table.columns()) {
                if (column.isVector() && vacuumWorst(table, state.segments().ofColumn(column.columnId()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean vacuumWorst(TableDefinition table, List<VectorSegment> segments) throws IOException {
        List<VectorSegment> merged = segments.size() >= settings.vacuumSegments()
                ? segments
                : segments.stream().filter(this::isWorn).toList();
        if (merged.isEmpty()) {
            return false;
        }
        try (Tasks.Task task = tasks.begin("VACUUM", table.name(), () -> false)) {
            merge(merged, table, task);
        }
        return true;
    }

    /**
     * Seals everything, and merges all segments of some tables into one for each; on the caller's thread.
     *
     * @param tableId the table, or 0 for all
     */
    void vacuum(int tableId, String subject, BooleanSupplier cancelled) throws IOException {
        try (Tasks.Task task = tasks.begin("VACUUM", subject, cancelled)) {
            task.step("seal", 0);
            database.sealer().seal(task::isCancelled);
            Tasks.lock(compaction, task::isCancelled);
            try {
                compactor.checkRoom(segmentBytes(tableId));
                for (TableDefinition table :
                        List.copyOf(database.schema().tables().values())) {
                    if (tableId == 0 || table.tableId() == tableId) {
                        vacuum(table, task);
                    }
                }
            } finally {
                compaction.unlock();
            }
            task.step("relational mirror", 0);
            database.compactMirror();
        }
    }

    private long segmentBytes(int tableId) {
        Segments segments = database.state().segments();
        long bytes = 0;
        for (TableRows table : segments.rows().values()) {
            if (tableId == 0 || table.table().tableId() == tableId) {
                bytes += table.segments().stream()
                        .mapToLong(each -> each.file().sizeBytes())
                        .sum();
            }
        }
        for (VectorSegment segment : segments.byNumber().values()) {
            if (tableId == 0 || segment.entry().tableId() == tableId) {
                bytes += segment.sizeBytes();
            }
        }
        return bytes;
    }

    private void vacuum(TableDefinition table, Tasks.Task task) throws IOException {
        TableRows rows = database.state().segments().ofTable(table.tableId());
        if (rows != null
                && (rows.segments().size() > 1
                        || rows.segments().stream()
                                .anyMatch(each -> each.tombstones().count() > 0))) {
            compactor.mergeRows(rows, task);
        }
        for (TableDefinition.Column column : table.columns()) {
            if (column.isVector()) {
                List<VectorSegment> segments = database.state().segments().ofColumn(column.columnId());
                if (segments.size() > 1
                        || segments.stream().anyMatch(each -> each.tombstones().count() > 0)) {
                    merge(segments, table, task);
                }
            }
        }
    }

    /** Builds an index's graphs anew, all segments into one; on the caller's thread. */
    void reindex(TableDefinition table, VectorIndexInfo index, BooleanSupplier cancelled) throws IOException {
        try (Tasks.Task task = tasks.begin("REINDEX", index.name(), cancelled)) {
            task.step("seal", 0);
            database.sealer().seal(task::isCancelled);
            Tasks.lock(compaction, task::isCancelled);
            try {
                List<VectorSegment> segments = database.state().segments().ofColumn(index.columnId());
                if (segments.size() == 1 && segments.get(0).tombstones().count() == 0) {
                    graphs.buildLive(segments.get(0), index, task);
                } else if (!segments.isEmpty()) {
                    compactor.checkRoom(segmentBytes(table.tableId()));
                    merge(segments, table, task);
                }
            } finally {
                compaction.unlock();
            }
        }
    }

    /** Makes a full-text index anew, segment by segment; on the caller's thread. */
    void reindex(TableDefinition table, TextIndexInfo index, BooleanSupplier cancelled) throws IOException {
        try (Tasks.Task task = tasks.begin("REINDEX", index.name(), cancelled)) {
            task.step("seal", 0);
            database.sealer().seal(task::isCancelled);
            TableRows rows = database.state().segments().ofTable(table.tableId());
            if (rows != null) {
                task.step(
                        "full-text index",
                        rows.segments().stream()
                                .mapToLong(each -> each.file().count())
                                .sum());
                database.textBuilds().makeAnew(database, rows, index, task::advance);
            }
        }
    }

    /** Returns whether the work was done; a failure is kept for statistics, and tried again later. */
    private boolean attempt(Work work) {
        try {
            work.run();
            failure = null;
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            boolean isCancelled = e instanceof StoreException known && known.error() == StoreError.CANCELLED;
            if (!isCancelled) {
                failed(e);
            }
            return false;
        }
    }

    private void failed(Throwable e) {
        if (!tasks.isStopped() && !database.isClosed()) {
            failure = e.toString();
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Upkeep in the background failed, and is tried again; nothing is lost.",
                    e);
        }
    }

    private void await(boolean isDone) {
        lock.lock();
        try {
            if (!tasks.isStopped()) {
                long left = wanted.awaitNanos(isDone ? POLL_MS * 1_000_000L : RETRY_NANOS);
                LOGGER.log(System.Logger.Level.TRACE, "Upkeep goes on, {0} ns early", left);
            }
        } catch (InterruptedException e) {
            // Only the database's close ends this thread.
            LOGGER.log(System.Logger.Level.DEBUG, "Upkeep was interrupted, and goes on", e);
        } finally {
            lock.unlock();
        }
    }

    /** A piece of work. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
