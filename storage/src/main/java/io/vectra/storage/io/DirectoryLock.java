package io.vectra.storage.io;

import java.io.IOException;

/** The right of one writer to a directory, held until it is closed. */
public interface DirectoryLock extends AutoCloseable {
    /** Gives the directory to the next one who asks; may be called again without effect. */
    @Override
    void close() throws IOException;
}
