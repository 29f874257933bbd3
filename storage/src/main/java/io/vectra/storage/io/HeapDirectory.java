package io.vectra.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder in memory, gone when it is no longer reachable. */
public final class HeapDirectory implements Directory {

    /** Makes an empty folder. */
    public HeapDirectory() {}

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
        return null;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() throws IOException {}
}
