package io.vectra.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that grows at its end.
 *
 * <p>Thread rule: one thread appends at a time; {@link #force} may run beside it and then covers the appends that had
 * returned before it was called.
 */
public interface AppendFile extends AutoCloseable {
    /** Writes all remaining bytes at the end of the file; after a failure a prefix of them may be there. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when all appended bytes are on the disk. */
    void force() throws IOException;

    /** Returns the file's size in bytes, including appends that are not forced. */
    long size();

    /** Closes the file without forcing it. */
    @Override
    void close() throws IOException;
}
