package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An append-only sequence of commits, each one frame.
 *
 * <p>The files {@code log/000001.log} … hold {@linkplain LogFileHeader a header} and {@linkplain Frame frames};
 * {@code docs/FILE-FORMAT.md} has the bytes, {@code docs/adr/0001-the-log-is-the-database.md} the reasons.
 *
 * <p>Thread rule: one thread appends at a time (the caller holds the writer lock); everything else may be called by any
 * thread at any time.
 */
public final class Log implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Log.class.getName());

    private final LogPlace place;
    private final LogRecovery recovered;
    private volatile int firstFile;
    private final @Nullable LogWriter writer;
    private final GrowingPieces pieces;
    private volatile boolean isClosed;

    private Log(LogPlace place, int firstFile, LogRecovery recovered, @Nullable AppendFile file) {
        this.place = place;
        this.firstFile = firstFile;
        this.recovered = recovered;
        pieces = new GrowingPieces(
                place.directory(), place.settings().heapBytesMax(), recovered.pieces(), recovered.end());
        writer = file == null ? null : new LogWriter(place, file, pieces, recovered);
    }

    /** Creates an empty log, replacing what an interrupted creation left. */
    public static Log create(Directory directory, UUID databaseId, SyncPolicy sync) throws IOException {
        return create(directory, databaseId, LogSettings.of(sync));
    }

    /** As {@link #create(Directory, UUID, SyncPolicy)}, with sizes. */
    public static Log create(Directory directory, UUID databaseId, LogSettings settings) throws IOException {
        String name = LogPosition.fileName(1);
        if (directory.exists(name)) {
            if (directory.size(name) > LogFileHeader.BYTES) {
                throw new CorruptStoreException(
                        name, 0, "a log with content is here already, although a new one is to be created");
            }
            directory.delete(name);
        }
        LogWriter.createFile(directory, new LogFileHeader(databaseId, 1, 1)).close();
        LogStart start = new LogStart(1, LogPosition.firstFrame(1), 0, LogPosition.firstFrame(1));
        return open(directory, databaseId, start, settings, FrameVisitor.NONE);
    }

    /**
     * Opens a log: shows the frames from {@code start} on to the visitor, and cuts a torn tail. In a read-only
     * directory the tail is ignored.
     *
     * @throws CorruptStoreException if frames are damaged or missing
     * @throws StoreException ({@link StoreError#TOO_NEW}) if a newer version wrote it
     */
    public static Log open(Directory directory, UUID databaseId, LogStart start, SyncPolicy sync, FrameVisitor visitor)
            throws IOException {
        return open(directory, databaseId, start, LogSettings.of(sync), visitor);
    }

    /** As {@link #open(Directory, UUID, LogStart, SyncPolicy, FrameVisitor)}, with sizes. */
    public static Log open(
            Directory directory, UUID databaseId, LogStart start, LogSettings settings, FrameVisitor visitor)
            throws IOException {
        LogPlace place = new LogPlace(directory, databaseId, settings);
        LogRecovery recovery = new LogRecovery(place, start, visitor);
        recovery.read();
        if (directory.isReadOnly()) {
            return new Log(place, start.firstFile(), recovery, null);
        }
        recovery.cutTail();
        recovery.secureTail();
        AppendFile file = directory.openForAppend(LogPosition.fileName(recovery.lastFile()));
        Log log = new Log(place, start.firstFile(), recovery, file);
        log.startForcing();
        return log;
    }

    private void startForcing() {
        SyncPolicy sync = place.settings().sync();
        if (writer != null && !sync.isEveryCommit()) {
            GroupForce force = writer.force();
            Thread thread = new Thread(() -> force.forceEvery(sync.intervalMs()), "vectra-log-force");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Writes a transaction's frame, unforced. The encoder's LSN is {@link #lastLsn} + 1.
     *
     * @throws StoreException ({@link StoreError#LIMIT_EXCEEDED}) if the transaction does not fit a file, which leaves
     *     the log as it was; ({@link StoreError#IO}) if the write failed, or an earlier write or force did; the message
     *     says what became of the commit
     */
    public Appended append(TransactionEncoder transaction) {
        return writer().append(Frame.TRANSACTION, transaction.lsn(), transaction.vectorBytes(), transaction.payload());
    }

    /** Writes a schema change's frame, unforced; otherwise as {@link #append(TransactionEncoder)}. */
    public Appended append(long lsn, SchemaRecord record) {
        return writer().append(Frame.SCHEMA, lsn, 0, ByteBuffer.wrap(SchemaCodec.encode(record)));
    }

    /** Writes a schema change's frame with the rows that it changed, unforced. */
    public Appended append(SchemaRecord record, TransactionEncoder rows) {
        byte[] schema = SchemaCodec.encode(record);
        ByteBuffer[] transaction = rows.payload();
        ByteBuffer[] payload = new ByteBuffer[transaction.length + 1];
        payload[0] = ByteBuffer.allocate(Integer.BYTES + schema.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(schema.length)
                .put(schema)
                .flip();
        System.arraycopy(transaction, 0, payload, 1, transaction.length);
        return writer().append(Frame.REWRITE, rows.lsn(), 0, payload);
    }

    /**
     * Goes on in a new file, with everything so far on the disk; called by who may append.
     *
     * @return {@link #end}, where the next frame begins: the start of a file
     */
    public long roll() {
        forceNow(lastLsn());
        writer().roll();
        return end();
    }

    /**
     * Removes the files before one, whose frames are kept elsewhere; called by who may append. Readers that have got
     * {@link #pieces} keep reading them. A file that cannot be removed now is removed by {@link #removeStale} at an
     * open.
     *
     * @param fileNumber the number of the log's new first file
     */
    public void dropBefore(int fileNumber) {
        Directory directory = place.directory();
        for (int number = firstFile; number < fileNumber; number++) {
            String name = LogPosition.fileName(number);
            try {
                long bytes = directory.size(name);
                directory.delete(name);
                writer().dropped(bytes);
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "The log file \"" + name + "\" stays for now.", e);
            }
        }
        firstFile = fileNumber;
        pieces.dropBefore(fileNumber);
    }

    /** Removes files before a log's first one, which a crash has left. */
    public static void removeStale(Directory directory, int firstFile) throws IOException {
        for (String name : directory.list(LogFile.FOLDER)) {
            int number = LogFile.numberOf(name);
            if (number >= 0 && number < firstFile) {
                directory.delete(LogFile.FOLDER + "/" + name);
            }
        }
    }

    /**
     * Returns when the commit and all before it are on the disk; at once if the sync policy has an interval. One force
     * serves all callers that wait for it.
     *
     * @throws StoreException ({@link StoreError#IO}) if the force failed; the outcome of every commit after
     *     {@link #forcedLsn} is unknown
     */
    public void force(long lsn) {
        if (place.settings().sync().isEveryCommit()) {
            forceNow(lsn);
        }
    }

    /** As {@link #force(long)}, whatever the sync policy. */
    public void forceNow(long lsn) {
        writer().force().force(lsn);
    }

    /** Returns the LSN of the last commit that is on the disk. */
    public long forcedLsn() {
        return writer == null ? recovered.lastLsn() : writer.force().forcedLsn();
    }

    /** Returns the LSN of the last commit that was written; 0 if there is none. */
    public long lastLsn() {
        return writer == null ? recovered.lastLsn() : writer.lastLsn();
    }

    /** Returns the position of the first frame. */
    public long start() {
        return LogPosition.firstFrame(firstFile);
    }

    /** Returns the position after the last frame. */
    public long end() {
        return writer == null ? recovered.end() : writer.end();
    }

    /** Returns the size of all files, in bytes. */
    public long sizeBytes() {
        return writer == null ? recovered.sizeBytes() : writer.sizeBytes();
    }

    /** Returns what is needed to read the vectors of all frames written so far. */
    public LogPieces pieces() {
        return pieces.current();
    }

    /** Returns the number of the first file. */
    public int firstFile() {
        return firstFile;
    }

    /** Shows the frames from a position up to the last one written to the visitor, checking each. */
    public void scan(long fromPosition, FrameVisitor visitor) throws IOException {
        scan(fromPosition, lastLsn(), visitor);
    }

    /**
     * Shows the frames from a position up to an LSN to the visitor, checking each.
     *
     * @param fromPosition where a frame begins, or {@link #end}
     * @throws CorruptStoreException if a checksum does not hold
     */
    public void scan(long fromPosition, long toLsn, FrameVisitor visitor) throws IOException {
        checkWritten(toLsn);
        walk(fromPosition, toLsn, visitor, (file, end) -> {});
    }

    /**
     * Copies the log up to an LSN to an empty directory, checking every frame, and forces the copy.
     *
     * @return the position after the last copied frame
     * @throws CorruptStoreException if a checksum does not hold
     */
    public long copyTo(Directory target, long toLsn) throws IOException {
        checkWritten(toLsn);
        long copied = walk(start(), toLsn, FrameVisitor.NONE, (file, end) -> copy(file, end, target));
        target.syncFolder(LogFile.FOLDER);
        return copied;
    }

    private static void copy(LogFile file, int end, Directory target) throws IOException {
        try (AppendFile copy = target.create(LogPosition.fileName(file.number()))) {
            copy.append(file.bytes().duplicate().position(0).limit(end));
            copy.force();
        }
    }

    /** Receives the files of a walk, checked up to an offset. */
    @FunctionalInterface
    private interface FileVisitor {
        void checked(LogFile file, int end) throws IOException;
    }

    /** Reads the frames from a position up to an LSN, and returns the position after the last one. */
    private long walk(long fromPosition, long toLsn, FrameVisitor frames, FileVisitor files) throws IOException {
        long logEnd = end();
        int lastNumber = LogPosition.fileNumber(logEnd);
        int number = LogPosition.fileNumber(fromPosition);
        LogFile file = fileUpTo(number, logEnd);
        int offset = (int) LogPosition.offset(fromPosition);
        if (offset == file.size() && number < lastNumber) { // What follows is in the next file.
            number++;
            file = fileUpTo(number, logEnd);
            offset = LogFileHeader.BYTES;
        }
        FrameScan scan = new FrameScan(lsnBefore(file, offset, toLsn), frames);
        while (true) {
            offset = scan.readWhole(file, offset, toLsn);
            files.checked(file, offset);
            if (scan.lsn() >= toLsn) {
                return LogPosition.of(number, offset);
            }
            if (number == lastNumber) {
                throw file.corruptAt(offset, "the log ends here, before LSN " + toLsn);
            }
            number++;
            file = fileUpTo(number, logEnd);
            scan.enter(file);
            offset = LogFileHeader.BYTES;
        }
    }

    private LogFile fileUpTo(int number, long logEnd) throws IOException {
        boolean isLast = number == LogPosition.fileNumber(logEnd);
        return isLast
                ? LogFile.map(place.directory(), place.databaseId(), number, (int) LogPosition.offset(logEnd))
                : LogFile.map(place.directory(), place.databaseId(), number);
    }

    /** Returns the LSN before the frame at an offset; at the log's end there is nothing left to read. */
    private static long lsnBefore(LogFile file, int offset, long toLsn) {
        LogFileHeader header = file.header();
        if (offset == LogFileHeader.BYTES) {
            return header.firstLsn() - 1;
        }
        Frame frame = file.frameAt(offset);
        if (frame == null && offset < file.size()) {
            throw file.corruptAt(offset, "the frame is not what was written");
        }
        return frame == null ? toLsn : frame.lsn() - 1;
    }

    private void checkWritten(long lsn) {
        if (lsn > lastLsn()) {
            throw new IllegalArgumentException("LSN " + lsn + " was not written yet, the last one is " + lastLsn());
        }
    }

    private LogWriter writer() {
        if (isClosed) {
            throw new StoreException(StoreError.CLOSED, "The log was closed; open the database again");
        }
        if (writer == null) {
            throw new StoreException(
                    StoreError.READ_ONLY,
                    "The database was opened read-only; open it without readonly=true to change it");
        }
        return writer;
    }

    /** Returns whether a write or force failed, so that every later append throws. */
    public boolean isPoisoned() {
        return writer != null && writer.isPoisoned();
    }

    /**
     * Forces what is not forced, unless a force failed before, and closes the files. Pieces stay readable.
     *
     * @throws StoreException ({@link StoreError#IO}) if a force failed, now or earlier, so that commits may be lost
     *     that a policy with an interval had acknowledged
     */
    @Override
    public void close() throws IOException {
        isClosed = true;
        if (writer != null) {
            writer.force().close();
        }
    }
}
