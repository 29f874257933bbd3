package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import org.jspecify.annotations.Nullable;

/** Names the file of bytes that are not what was written. */
public interface DamageReport {
    /**
     * Returns the report.
     *
     * @param index where the damage starts in the buffer that was read
     * @param detail what was expected and what was found
     */
    CorruptStoreException at(int index, String detail, @Nullable Throwable cause);
}
