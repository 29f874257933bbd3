package io.vectra.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams given to setters whole and at once, so that a statement can run again, or in a batch, with the same
 * value; the log would hold the value in one piece anyway.
 */
final class Streams {
    private Streams() {}

    /**
     * Returns a stream's bytes.
     *
     * @param length how many to read, or -1 for all
     */
    static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return null;
        }
        try {
            byte[] bytes = length < 0 ? stream.readAllBytes() : stream.readNBytes(limited(length));
            checkLength(length, bytes.length, "bytes");
            return bytes;
        } catch (IOException e) {
            throw SqlErrors.of("58030", "The stream of a parameter failed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a reader's characters.
     *
     * @param length how many to read, or -1 for all
     */
    static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        try {
            var text = new StringWriter();
            if (length < 0) {
                reader.transferTo(text);
                return text.toString();
            }
            char[] buffer = new char[Math.min(limited(length), 8192)];
            int left = limited(length);
            int read = 0;
            while (left > 0 && read >= 0) {
                read = reader.read(buffer, 0, Math.min(left, buffer.length));
                if (read > 0) {
                    text.write(buffer, 0, read);
                    left -= read;
                }
            }
            checkLength(length, length - left, "characters");
            return text.toString();
        } catch (IOException e) {
            throw SqlErrors.of("58030", "The stream of a parameter failed: " + e.getMessage(), e);
        }
    }

    private static int limited(long length) throws SQLException {
        if (length > Integer.MAX_VALUE - 8) {
            throw SqlErrors.of(
                    "54000",
                    "A value of " + length + " bytes or characters is too long; the most is "
                            + (Integer.MAX_VALUE - 8));
        }
        return (int) length;
    }

    private static void checkLength(long expected, long actual, String what) throws SQLException {
        if (expected >= 0 && actual < expected) {
            throw SqlErrors.badArgument(
                    "length", expected, "at most the " + actual + " " + what + " that the stream has");
        }
    }
}
