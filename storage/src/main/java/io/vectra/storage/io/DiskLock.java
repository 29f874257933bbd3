package io.vectra.storage.io;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a folder: the operating system's lock on its file {@code LOCK}, which a killed process loses too.
 *
 * <p>The file holds the owner's process id for the message that others get. Within this JVM the folder is noted in the
 * system properties, which all class loaders share; {@code LOCK} is not even opened then, because closing any of a
 * process's descriptors of a file gives up its lock.
 */
final class DiskLock implements DirectoryLock {
    private static final String FILE = "LOCK";
    private static final String PROPERTY = "io.vectra.open.";
    // Beyond the content, so that others can read it where locks are mandatory.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final String property;
    private final RandomAccessFile file;
    private boolean isClosed;

    private DiskLock(String property, RandomAccessFile file) {
        this.property = property;
        this.file = file;
    }

    static DiskLock acquire(Path folder) throws IOException {
        String property = PROPERTY + folder.toRealPath();
        if (System.getProperties().putIfAbsent(property, "true") != null) {
            throw inUse(folder, "this process");
        }
        boolean acquired = false;
        try {
            RandomAccessFile file = new RandomAccessFile(folder.resolve(FILE).toFile(), "rw");
            try {
                if (tryLock(file) == null) {
                    throw inUse(folder, owner(file));
                }
                file.setLength(0);
                file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
                acquired = true;
                return new DiskLock(property, file);
            } finally {
                if (!acquired) {
                    file.close();
                }
            }
        } finally {
            if (!acquired) {
                System.getProperties().remove(property);
            }
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(RandomAccessFile file) throws IOException {
        byte[] content = new byte[20];
        int length = Math.max(0, file.read(content));
        String pid = new String(content, 0, length, StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static StoreException inUse(Path folder, String owner) {
        return new StoreException(
                StoreError.DATABASE_IN_USE,
                "The database in folder \"" + folder + "\" is in use by " + owner
                        + ". One process at a time may write; open it with readonly=true to read beside the writer, or close it there first");
    }

    @Override
    public synchronized void close() throws IOException {
        if (!isClosed) {
            isClosed = true;
            try {
                file.close();
            } finally {
                System.getProperties().remove(property);
            }
        }
    }
}
