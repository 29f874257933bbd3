package io.vectra.storage.io;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A directory in memory that fails, tears, forgets and fills up when told to.
 *
 * <p>It keeps what was written apart from what was forced, and names apart from synced names, so that {@link #crash}
 * can leave what a power cut would. Every call of {@link Directory} and {@link AppendFile} that touches a file is an
 * operation; they are counted from 1. Everything is determined by the calls and the seed. As on real systems, bytes
 * that were not on the disk when a force failed are not brought there by a later force that succeeds.
 *
 * <p>Thread rule: any number of threads.
 */
public final class FaultyDirectory implements Directory {
    /** What a failing operation has done when it throws. */
    public enum Fault {
        /** Nothing. */
        WITHOUT_EFFECT,
        /** All that it was asked for. */
        WITH_EFFECT,
        /** Of an append, a prefix of seeded length; of everything else, nothing. */
        TORN
    }

    /** What a power cut leaves of bytes that were not forced, and of names that were not synced. */
    public enum PowerCut {
        /** Nothing. */
        UNFORCED_LOST,
        /** Everything, because the system had just written it. */
        UNFORCED_KEPT,
        /** A seeded choice of sectors of 512 bytes and of name changes; a lost sector before a kept one is zero. */
        UNFORCED_RANDOM
    }

    private static final int SECTOR_BYTES = 512;
    private static final long NEVER = Long.MAX_VALUE;

    private final long seed;
    // Guarded by this.
    private final Map<String, FaultyFile> files = new TreeMap<>();
    private final Map<String, FaultyFile> syncedFiles = new TreeMap<>();
    private final List<String> operations = new ArrayList<>();
    private final SplittableRandom random;
    private long failedOperation = NEVER;
    private long lastFailedOperation = NEVER;
    private Fault fault = Fault.WITHOUT_EFFECT;
    private long freeBytes = NEVER;
    private boolean isLocked;
    private volatile Runnable beforeForce = () -> {};

    /** Makes an empty directory. */
    public FaultyDirectory(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    // ---------------------------------------------------------------- what a test asks for

    /** Lets one operation fail. */
    public synchronized void failAt(long operation, Fault how) {
        failedOperation = operation;
        lastFailedOperation = operation;
        fault = how;
    }

    /** Lets an operation and all after it fail. */
    public synchronized void failFrom(long operation, Fault how) {
        failedOperation = operation;
        lastFailedOperation = NEVER;
        fault = how;
    }

    /** Lets appends fail, after a part of their bytes, once so many more bytes were written. */
    public synchronized void fillUpAfter(long bytes) {
        freeBytes = bytes;
    }

    /** Lets nothing fail any more. */
    public synchronized void heal() {
        failedOperation = NEVER;
        lastFailedOperation = NEVER;
        freeBytes = NEVER;
    }

    /** Runs something before each force, in the thread that forces. */
    public void beforeForce(Runnable action) {
        beforeForce = action;
    }

    /** Returns how many operations there were. */
    public synchronized long operationCount() {
        return operations.size();
    }

    /** Returns what the operations were, such as {@code force log/000001.log}. */
    public synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    /** Returns what the next user finds after a power cut; this directory stays as it is. */
    public synchronized FaultyDirectory crash(PowerCut cut) {
        FaultyDirectory left = new FaultyDirectory(seed + 1);
        SplittableRandom choice = new SplittableRandom(seed * 31 + operations.size());
        Map<FaultyFile, FaultyFile> copies = new LinkedHashMap<>();
        for (Map.Entry<String, FaultyFile> entry : namesAfter(cut, choice).entrySet()) {
            FaultyFile file = copies.computeIfAbsent(
                    entry.getValue(), old -> left.new FaultyFile(entry.getKey(), old.contentAfter(cut, choice)));
            left.files.put(entry.getKey(), file);
            left.syncedFiles.put(entry.getKey(), file);
        }
        return left;
    }

    /**
     * Returns what the next user finds after the process was killed: everything, but what was not forced is still not
     * on the disk. This directory is not to be used any more.
     */
    public synchronized FaultyDirectory kill() {
        FaultyDirectory left = new FaultyDirectory(seed + 1);
        Map<FaultyFile, FaultyFile> copies = new LinkedHashMap<>();
        files.forEach((name, file) -> left.files.put(name, left.copyOnce(name, file, copies)));
        syncedFiles.forEach((name, file) -> left.syncedFiles.put(name, left.copyOnce(name, file, copies)));
        return left;
    }

    private FaultyFile copyOnce(String name, FaultyFile file, Map<FaultyFile, FaultyFile> copies) {
        return copies.computeIfAbsent(file, old -> {
            FaultyFile copy = new FaultyFile(name, old.content);
            copy.forced = old.forced;
            copy.forcible = old.forcible;
            return copy;
        });
    }

    private Map<String, FaultyFile> namesAfter(PowerCut cut, SplittableRandom choice) {
        Map<String, FaultyFile> names = new TreeMap<>(syncedFiles);
        if (cut == PowerCut.UNFORCED_KEPT) {
            names.clear();
            names.putAll(files);
        } else if (cut == PowerCut.UNFORCED_RANDOM) {
            for (String name : union(files, syncedFiles)) {
                if (files.get(name) != syncedFiles.get(name) && choice.nextBoolean()) {
                    place(names, name, files.get(name));
                }
            }
        }
        return names;
    }

    private static List<String> union(Map<String, FaultyFile> one, Map<String, FaultyFile> other) {
        Map<String, FaultyFile> both = new TreeMap<>(one);
        both.putAll(other);
        return List.copyOf(both.keySet());
    }

    private static void place(Map<String, FaultyFile> names, String name, FaultyFile file) {
        if (file == null) {
            names.remove(name);
        } else {
            names.put(name, file);
        }
    }

    /** Returns a directory with the same files, all on the disk, and no faults. */
    public FaultyDirectory copy() {
        return crash(PowerCut.UNFORCED_KEPT);
    }

    /** Returns a file's bytes, which is no operation. */
    public synchronized byte[] content(String name) {
        return files.get(name).content.clone();
    }

    /** Sets a file's bytes, which is no operation. */
    public synchronized void setContent(String name, byte[] content) {
        FaultyFile file = new FaultyFile(name, content.clone());
        files.put(name, file);
        syncedFiles.put(name, file);
    }

    /** Removes a file, which is no operation. */
    public synchronized void remove(String name) {
        files.remove(name);
        syncedFiles.remove(name);
    }

    /** Returns the names of all files, which is no operation. */
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    // ---------------------------------------------------------------- Directory

    @Override
    public synchronized AppendFile create(String name) throws IOException {
        return change("create " + name, () -> {
            if (files.containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            FaultyFile file = new FaultyFile(name, new byte[0]);
            files.put(name, file);
            return file;
        });
    }

    @Override
    public synchronized AppendFile openForAppend(String name) throws IOException {
        return change("open " + name, () -> file(name));
    }

    @Override
    public synchronized boolean exists(String name) throws IOException {
        return change("exists " + name, () -> files.containsKey(name));
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return change("size " + name, () -> (long) file(name).content.length);
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        return change("read " + name, () -> file(name).content.clone());
    }

    @Override
    public synchronized ByteBuffer map(String name, long position, int length) throws IOException {
        DiskDirectory.checkRegion(name, position, length);
        return change("map " + name, () -> {
            byte[] content = file(name).content;
            DiskDirectory.checkWritten(name, position, length, content.length);
            byte[] region = Arrays.copyOfRange(content, (int) position, (int) position + length);
            return ByteBuffer.wrap(region).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        });
    }

    @Override
    public synchronized void truncate(String name, long size) throws IOException {
        change("truncate " + name, () -> {
            file(name).truncate((int) size);
            return name;
        });
    }

    @Override
    public synchronized void rewrite(String name, long position, ByteBuffer bytes) throws IOException {
        change("rewrite " + bytes.remaining() + " of " + name, () -> {
            file(name).rewrite((int) position, bytes);
            return name;
        });
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        change("rename " + from + " to " + to, () -> {
            files.put(to, file(from));
            files.remove(from);
            return to;
        });
    }

    @Override
    public synchronized void syncFolder(String folder) throws IOException {
        change("sync folder \"" + folder + "\"", () -> {
            for (String name : union(files, syncedFiles)) {
                if (isIn(folder, name)) {
                    place(syncedFiles, name, files.get(name));
                }
            }
            return folder;
        });
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        change("delete " + name, () -> {
            files.remove(name);
            return name;
        });
    }

    @Override
    public synchronized boolean isEmpty() throws IOException {
        return change("is empty", files::isEmpty);
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        return change("list \"" + folder + "\"", () -> {
            List<String> names = new ArrayList<>();
            for (String name : files.keySet()) {
                if (isIn(folder, name)) {
                    names.add(name.substring(name.lastIndexOf('/') + 1));
                }
            }
            return names;
        });
    }

    private static boolean isIn(String folder, String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? folder.isEmpty() : name.substring(0, slash).equals(folder);
    }

    @Override
    public synchronized DirectoryLock lock() throws IOException {
        return change("lock", () -> {
            if (isLocked) {
                throw new StoreException(StoreError.DATABASE_IN_USE, "The directory is locked already");
            }
            isLocked = true;
            return this::unlock;
        });
    }

    private synchronized void unlock() {
        isLocked = false;
    }

    @Override
    public Path localPath(String name) {
        return null;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {}

    // ---------------------------------------------------------------- faults

    /** An operation's effect. */
    private interface Effect<T> {
        T run() throws IOException;
    }

    private <T> T change(String operation, Effect<T> effect) throws IOException {
        if (!isNextFailing(operation)) {
            return effect.run();
        }
        if (fault == Fault.WITH_EFFECT) {
            effect.run();
        }
        throw failure(operation);
    }

    private boolean isNextFailing(String operation) {
        operations.add(operation);
        return operations.size() >= failedOperation && operations.size() <= lastFailedOperation;
    }

    private IOException failure(String operation) {
        return new IOException("operation " + operations.size() + " was told to fail: " + operation);
    }

    private FaultyFile file(String name) throws NoSuchFileException {
        FaultyFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    /** A file's bytes as written and as forced. */
    private final class FaultyFile implements AppendFile {
        private final String name;
        // Guarded by the directory.
        private byte[] content;
        private byte[] forced;
        private int forcible = Integer.MAX_VALUE;

        FaultyFile(String name, byte[] content) {
            this.name = name;
            this.content = content;
            forced = content;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            synchronized (FaultyDirectory.this) {
                String operation = "append " + bytes.remaining() + " to " + name;
                boolean isFailing = isNextFailing(operation);
                int length = bytes.remaining();
                if (isFailing && fault == Fault.WITHOUT_EFFECT) {
                    length = 0;
                } else if (isFailing && fault == Fault.TORN) {
                    length = random.nextInt(bytes.remaining() + 1);
                }
                boolean isFull = length > freeBytes;
                length = (int) Math.min(length, freeBytes);
                freeBytes -= freeBytes == NEVER ? 0 : length;
                write(bytes, length);
                if (isFull) {
                    throw new IOException("No space left on device, for " + operation);
                }
                if (isFailing) {
                    throw failure(operation);
                }
            }
        }

        private void write(ByteBuffer bytes, int length) {
            int start = content.length;
            content = Arrays.copyOf(content, start + length);
            bytes.get(content, start, length);
        }

        @Override
        public void force() throws IOException {
            beforeForce.run();
            synchronized (FaultyDirectory.this) {
                String operation = "force " + name;
                boolean isFailing = isNextFailing(operation);
                if (!isFailing || fault == Fault.WITH_EFFECT) {
                    bringToDisk();
                }
                if (isFailing) {
                    forcible = Math.min(forcible, forced.length);
                    throw failure(operation);
                }
            }
        }

        private void bringToDisk() {
            if (forcible == Integer.MAX_VALUE) {
                forced = content;
            } else {
                forced = Arrays.copyOf(content, Math.min(forcible, content.length));
            }
        }

        void truncate(int size) {
            if (size > content.length) {
                throw new IllegalArgumentException(
                        name + " has " + content.length + " bytes, cannot be cut to " + size);
            }
            content = Arrays.copyOf(content, size);
            forcible = forcible >= size ? Integer.MAX_VALUE : forcible;
            bringToDisk();
        }

        void rewrite(int position, ByteBuffer bytes) throws IOException {
            DiskDirectory.checkWritten(name, position, bytes.remaining(), content.length);
            boolean isAllWritten = position <= forcible && position + bytes.remaining() == content.length;
            byte[] changed = content.clone();
            bytes.get(changed, position, bytes.remaining());
            content = changed;
            forcible = isAllWritten ? Integer.MAX_VALUE : forcible;
            bringToDisk();
        }

        byte[] contentAfter(PowerCut cut, SplittableRandom choice) {
            if (cut == PowerCut.UNFORCED_KEPT) {
                return content.clone();
            }
            byte[] left = forced.clone();
            if (cut == PowerCut.UNFORCED_RANDOM) {
                int sector = forced.length;
                while (sector < content.length) {
                    int end = Math.min(content.length, (sector / SECTOR_BYTES + 1) * SECTOR_BYTES);
                    if (choice.nextBoolean()) {
                        left = Arrays.copyOf(left, end);
                        System.arraycopy(content, sector, left, sector, end - sector);
                    }
                    sector = end;
                }
            }
            return left;
        }

        @Override
        public long size() {
            synchronized (FaultyDirectory.this) {
                return content.length;
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (FaultyDirectory.this) {
                change("close " + name, () -> name);
            }
        }
    }
}
