package io.vectra.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A {@link Clob} on the heap, made by the caller to be bound to a statement. Thread rule: one thread at a time. */
final class MemoryClob implements NClob {
    private @Nullable String text;

    MemoryClob(String text) {
        this.text = text;
    }

    private String text() throws SQLException {
        String all = text;
        if (all == null) {
            throw SqlErrors.closed("CLOB");
        }
        return all;
    }

    @Override
    public long length() throws SQLException {
        return text().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        String all = text();
        int from = from(position, all.length());
        if (length < 0) {
            throw SqlErrors.badArgument("length", length, "0 or more");
        }
        return all.substring(from, (int) Math.min(all.length(), (long) from + length));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(text());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        return new StringReader(getSubString(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        String all = text();
        int index = all.indexOf(pattern, from(start, all.length()));
        return index < 0 ? -1 : index + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return position(pattern.getSubString(1, (int) pattern.length()), start);
    }

    @Override
    public int setString(long position, String source) throws SQLException {
        return setString(position, source, 0, source.length());
    }

    @Override
    public int setString(long position, String source, int offset, int length) throws SQLException {
        String all = text();
        int from = from(position, all.length());
        int end = Math.min(all.length(), Math.addExact(from, length));
        text = all.substring(0, from) + source.substring(offset, offset + length) + all.substring(end);
        return length;
    }

    /** Returns a stream whose bytes overwrite the CLOB's characters from the position, when it is closed. */
    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        from(position, text().length());
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                keep(position, toString(StandardCharsets.US_ASCII));
                reset();
            }
        };
    }

    /** Returns a writer whose characters overwrite the CLOB's from the position, when it is closed. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        from(position, text().length());
        return new StringWriter() {
            @Override
            public void close() throws IOException {
                keep(position, toString());
                getBuffer().setLength(0);
            }
        };
    }

    private void keep(long position, String written) throws IOException {
        try {
            setString(position, written);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void truncate(long length) throws SQLException {
        String all = text();
        if (length < 0 || length > all.length()) {
            throw SqlErrors.badArgument("length", length, "0 to " + all.length());
        }
        text = all.substring(0, (int) length);
    }

    @Override
    public void free() {
        text = null;
    }

    /** Returns the index of a position, which may be just behind the end. */
    private static int from(long position, int length) throws SQLException {
        if (position < 1 || position > length + 1L) {
            throw SqlErrors.badArgument("position", position, "1 to " + (length + 1L));
        }
        return (int) position - 1;
    }
}
