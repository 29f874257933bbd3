package io.vectra.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A {@link Blob} on the heap, made by the caller to be bound to a statement. Thread rule: one thread at a time. */
final class MemoryBlob implements Blob {
    private byte @Nullable [] bytes;

    /** @param bytes not copied */
    MemoryBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] bytes() throws SQLException {
        byte[] all = bytes;
        if (all == null) {
            throw SqlErrors.closed("BLOB");
        }
        return all;
    }

    @Override
    public long length() throws SQLException {
        return bytes().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        byte[] all = bytes();
        int from = from(position, all.length);
        if (length < 0) {
            throw SqlErrors.badArgument("length", length, "0 or more");
        }
        return Arrays.copyOfRange(all, from, (int) Math.min(all.length, (long) from + length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        return new ByteArrayInputStream(getBytes(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        byte[] all = bytes();
        for (int i = from(start, all.length); i <= all.length - pattern.length; i++) {
            if (Arrays.equals(all, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, (int) pattern.length()), start);
    }

    @Override
    public int setBytes(long position, byte[] source) throws SQLException {
        return setBytes(position, source, 0, source.length);
    }

    @Override
    public int setBytes(long position, byte[] source, int offset, int length) throws SQLException {
        byte[] all = bytes();
        int from = from(position, all.length);
        byte[] changed = Arrays.copyOf(all, Math.max(all.length, Math.addExact(from, length)));
        System.arraycopy(source, offset, changed, from, length);
        bytes = changed;
        return length;
    }

    /** Returns a stream whose bytes overwrite the BLOB's from the position, when it is closed. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        from(position, bytes().length);
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws java.io.IOException {
                try {
                    setBytes(position, toByteArray());
                    reset();
                } catch (SQLException e) {
                    throw new java.io.IOException(e.getMessage(), e);
                }
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        byte[] all = bytes();
        if (length < 0 || length > all.length) {
            throw SqlErrors.badArgument("length", length, "0 to " + all.length);
        }
        bytes = Arrays.copyOf(all, (int) length);
    }

    @Override
    public void free() {
        bytes = null;
    }

    /** Returns the index of a position, which may be just behind the end. */
    private static int from(long position, int length) throws SQLException {
        if (position < 1 || position > length + 1L) {
            throw SqlErrors.badArgument("position", position, "1 to " + (length + 1L));
        }
        return (int) position - 1;
    }
}
