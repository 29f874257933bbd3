package io.vectra.storage.io;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a disk.
 *
 * <p>A folder that it creates is on the disk at once, so only entries of files need {@link #syncFolder}. Thread rule:
 * any number of threads.
 */
public final class DiskDirectory implements Directory {
    private static final System.Logger LOGGER = System.getLogger(DiskDirectory.class.getName());

    private static final boolean CAN_SYNC_FOLDERS = java.io.File.separatorChar == '/';

    private static final int SLICE_BYTES = 256 << 10;

    private final Path root;
    private final boolean readOnly;

    /**
     * Takes a folder, which need not exist yet.
     *
     * @param readOnly whether nothing is created, and no byte written
     */
    public DiskDirectory(Path root, boolean readOnly) {
        this.root = root.toAbsolutePath().normalize();
        this.readOnly = readOnly;
    }

    @Override
    public AppendFile create(String name) throws IOException {
        checkWritable();
        Path path = path(name);
        createFolders(parent(path));
        Files.createFile(path);
        return new DiskAppendFile(path);
    }

    private static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent == null) {
            throw new NoSuchFileException(folder.toString());
        }
        createFolders(parent);
        Files.createDirectories(folder);
        sync(parent);
    }

    @Override
    public AppendFile openForAppend(String name) throws IOException {
        checkWritable();
        return new DiskAppendFile(existing(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return Files.exists(path(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(path(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (FileInputStream in = new FileInputStream(existing(name).toFile())) {
            return in.readAllBytes();
        }
    }

    @Override
    public ByteBuffer map(String name, long position, int length) throws IOException {
        checkRegion(name, position, length);
        Path path = path(name);
        return Uninterrupted.run(() -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                checkWritten(name, position, length, channel.size());
                return channel.map(FileChannel.MapMode.READ_ONLY, position, length)
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        });
    }

    static void checkRegion(String name, long position, int length) {
        if (position < 0 || length < 0 || length > MAPPED_BYTES_MAX) {
            throw new IllegalArgumentException("a mapped region has 0 to " + MAPPED_BYTES_MAX + " bytes, but " + length
                    + " bytes at " + position + " of \"" + name + "\" were asked for");
        }
    }

    static void checkWritten(String name, long position, int length, long size) throws EOFException {
        if (position + length > size) {
            throw new EOFException("\"" + name + "\" has " + size + " bytes, but " + length + " bytes at " + position
                    + " were to be mapped");
        }
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        checkWritable();
        try (RandomAccessFile file = new RandomAccessFile(existing(name).toFile(), "rw")) {
            if (size > file.length()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has " + file.length() + " bytes and cannot be cut to " + size);
            }
            file.setLength(size);
            file.getFD().sync();
        }
    }

    @Override
    public void rewrite(String name, long position, ByteBuffer bytes) throws IOException {
        checkWritable();
        try (RandomAccessFile file = new RandomAccessFile(existing(name).toFile(), "rw")) {
            checkWritten(name, position, bytes.remaining(), file.length());
            file.seek(position);
            byte[] slice = new byte[Math.min(SLICE_BYTES, bytes.remaining())];
            while (bytes.hasRemaining()) {
                int length = Math.min(slice.length, bytes.remaining());
                bytes.get(slice, 0, length);
                file.write(slice, 0, length);
            }
            file.getFD().sync();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        checkWritable();
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        checkWritable();
        sync(path(folder));
    }

    private static void sync(Path folder) throws IOException {
        if (CAN_SYNC_FOLDERS) { // Elsewhere a folder cannot be opened as a file, and its entries are journalled by the
            // system.
            Uninterrupted.run(() -> {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return folder;
                }
            });
        }
    }

    @Override
    public void delete(String name) throws IOException {
        checkWritable();
        Files.deleteIfExists(path(name));
    }

    @Override
    public boolean isEmpty() throws IOException {
        if (!Files.isDirectory(root)) {
            return !Files.exists(root);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            return !entries.iterator().hasNext();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path path = path(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void share(String name, Directory other) throws IOException {
        if (other instanceof DiskDirectory disk && !disk.readOnly) {
            Path target = disk.path(name);
            createFolders(parent(target));
            try {
                Files.createLink(target, existing(name));
                return;
            } catch (UnsupportedOperationException | FileSystemException e) {
                // Another disk, or one without hard links.
                LOGGER.log(System.Logger.Level.DEBUG, "The file \"" + name + "\" is copied, not linked.", e);
            }
        }
        Directory.super.share(name, other);
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public DirectoryLock lock() throws IOException {
        if (readOnly) {
            return () -> {};
        }
        createFolders(root);
        return DiskLock.acquire(root);
    }

    @Override
    public @Nullable Path localPath(String name) {
        return path(name);
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return root.toString();
    }

    private Path path(String name) {
        return name.isEmpty() ? root : root.resolve(name);
    }

    private Path existing(String name) throws NoSuchFileException {
        Path path = path(name);
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return path;
    }

    private static Path parent(Path path) throws FileNotFoundException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new FileNotFoundException("\"" + path + "\" names no file");
        }
        return parent;
    }

    private void checkWritable() {
        if (readOnly) {
            throw new ReadOnlyFileSystemException();
        }
    }
}
