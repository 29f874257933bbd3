package io.vectra.storage.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file on a disk that grows at its end.
 *
 * <p>Neither writing nor forcing goes through an interruptible channel, so an interrupted thread cannot close the file
 * under the others: writes go through {@link RandomAccessFile}, forces through {@link AsynchronousFileChannel#force},
 * which runs in the caller's thread.
 */
final class DiskAppendFile implements AppendFile {
    private static final int SLICE_BYTES = 256 << 10;

    private final RandomAccessFile file;
    private final AsynchronousFileChannel forcing;
    private volatile long size;

    DiskAppendFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        try {
            size = file.length();
            file.seek(size);
            forcing = AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        // The JDK copies an array's slice outside the heap for each write, so slices are kept small.
        byte[] slice = bytes.hasArray() ? bytes.array() : new byte[Math.min(SLICE_BYTES, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int length = Math.min(SLICE_BYTES, bytes.remaining());
            if (bytes.hasArray()) {
                file.write(slice, bytes.arrayOffset() + bytes.position(), length);
                bytes.position(bytes.position() + length);
            } else {
                bytes.get(slice, 0, length);
                file.write(slice, 0, length);
            }
            size += length; // One thread appends; the others only read the size.
        }
    }

    @Override
    public void force() throws IOException {
        forcing.force(false);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        try (RandomAccessFile closed = file) {
            forcing.close();
        }
    }
}
