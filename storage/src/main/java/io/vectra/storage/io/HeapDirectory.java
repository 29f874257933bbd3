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
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory, gone when it is no longer reachable.
 *
 * <p>Forcing and syncing do nothing. A file holds just under 2 GiB. Thread rule: any number of threads.
 */
public final class HeapDirectory implements Directory {
    private static final int FILE_BYTES_MAX = Integer.MAX_VALUE - 8;

    // Guarded by itself.
    private final NavigableMap<String, HeapFile> files = new TreeMap<>();
    private boolean isLocked;

    @Override
    public AppendFile create(String name) throws IOException {
        synchronized (files) {
            HeapFile file = new HeapFile(name);
            if (files.putIfAbsent(name, file) != null) {
                throw new FileAlreadyExistsException(name);
            }
            return file;
        }
    }

    @Override
    public AppendFile openForAppend(String name) throws IOException {
        return file(name);
    }

    @Override
    public boolean exists(String name) {
        synchronized (files) {
            return files.containsKey(name);
        }
    }

    @Override
    public long size(String name) throws IOException {
        return file(name).size();
    }

    @Override
    public byte[] read(String name) throws IOException {
        return file(name).content();
    }

    @Override
    public ByteBuffer map(String name, long position, int length) throws IOException {
        DiskDirectory.checkRegion(name, position, length);
        return file(name).map(position, length);
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        file(name).truncate(size);
    }

    @Override
    public void rewrite(String name, long position, ByteBuffer bytes) throws IOException {
        DiskDirectory.checkWritten(
                name, position, bytes.remaining(), size(name)); // The bytes are there, and there is no disk.
        bytes.position(bytes.limit());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (files) {
            HeapFile file = file(from);
            files.remove(from);
            files.put(to, file);
        }
    }

    @Override
    public void syncFolder(String folder) {}

    @Override
    public void delete(String name) {
        synchronized (files) {
            files.remove(name);
        }
    }

    @Override
    public boolean isEmpty() {
        synchronized (files) {
            return files.isEmpty();
        }
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        List<String> names = new ArrayList<>();
        synchronized (files) {
            for (String name : files.tailMap(prefix).keySet()) {
                if (!name.startsWith(prefix)) {
                    break;
                }
                if (name.indexOf('/', prefix.length()) < 0) {
                    names.add(name.substring(prefix.length()));
                }
            }
        }
        return names;
    }

    @Override
    public DirectoryLock lock() {
        synchronized (files) {
            if (isLocked) {
                throw new StoreException(
                        StoreError.DATABASE_IN_USE, "The database in memory is in use already; it has one user");
            }
            isLocked = true;
        }
        return () -> {
            synchronized (files) {
                isLocked = false;
            }
        };
    }

    @Override
    public @Nullable Path localPath(String name) {
        return null;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {}

    private HeapFile file(String name) throws NoSuchFileException {
        synchronized (files) {
            HeapFile file = files.get(name);
            if (file == null) {
                throw new NoSuchFileException(name);
            }
            return file;
        }
    }

    /** A file in one growing array; mapped regions are views of the array as it was. */
    private static final class HeapFile implements AppendFile {
        private final String name;
        // Guarded by this.
        private byte[] bytes = new byte[256];
        private int size;

        HeapFile(String name) {
            this.name = name;
        }

        @Override
        public synchronized void append(ByteBuffer added) throws IOException {
            int length = added.remaining();
            if (length > FILE_BYTES_MAX - size) {
                throw new IOException("\"" + name + "\" in memory would grow to " + ((long) size + length)
                        + " bytes, but may have " + FILE_BYTES_MAX);
            }
            if (size + length > bytes.length) {
                long grown = Math.max(size + (long) length, bytes.length + (long) bytes.length / 2);
                bytes = Arrays.copyOf(bytes, (int) Math.min(FILE_BYTES_MAX, grown));
            }
            added.get(bytes, size, length);
            size += length;
        }

        synchronized byte[] content() {
            return Arrays.copyOf(bytes, size);
        }

        synchronized ByteBuffer map(long position, int length) throws IOException {
            DiskDirectory.checkWritten(name, position, length, size);
            return ByteBuffer.wrap(bytes, (int) position, length)
                    .slice()
                    .asReadOnlyBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        synchronized void truncate(long newSize) {
            if (newSize > size) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has " + size + " bytes and cannot be cut to " + newSize);
            }
            bytes = Arrays.copyOf(bytes, Math.max(256, (int) newSize)); // Mapped regions keep what they show.
            size = (int) newSize;
        }

        @Override
        public void force() {}

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public void close() {}
    }
}
