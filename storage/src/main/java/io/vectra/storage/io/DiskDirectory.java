package io.vectra.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder on a disk. */
public final class DiskDirectory implements Directory {
    private final Path root;
    private final boolean readOnly;

    /**
     * Takes a folder, which need not exist yet.
     *
     * @param readOnly whether nothing is created, and no byte written
     */
    public DiskDirectory(Path root, boolean readOnly) {
        this.root = root;
        this.readOnly = readOnly;
    }

    @Override
    public AppendFile create(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public AppendFile openForAppend(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public boolean exists(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public long size(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public byte[] read(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public ByteBuffer map(String name, long position, int length) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public void rename(String from, String to) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public void delete(String name) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public List<String> list(String folder) throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public DirectoryLock lock() throws IOException {
        throw new AssertionError("not built yet");
    }

    @Override
    public @Nullable Path localPath(String name) {
        return root.resolve(name);
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void close() throws IOException {}
}
