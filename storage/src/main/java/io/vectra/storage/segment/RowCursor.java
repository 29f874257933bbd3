package io.vectra.storage.segment;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Shows rows one after the other. Thread rule: one thread. */
public interface RowCursor {
    /** Goes on to the next row, first to the first one; false if there is none. */
    boolean next() throws IOException;

    /** Returns the row's id, higher than that of the row before. */
    long rowId();

    /** Returns the LSN of the commit that wrote the row. */
    long createdLsn();

    /** Returns the row's values, which are read before {@link #next} is called again. */
    @Nullable
    Object[] image();
}
