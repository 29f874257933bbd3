package io.vectra.storage.engine;

import io.vectra.storage.Session.SavepointMark;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint.
 *
 * @param changes how far the transaction's delta was
 * @param inMirror the mirror's, or null where the transaction had changed nothing
 */
record SavepointPosition(
        int id,
        @Nullable String name,
        int changes,
        @Nullable Savepoint inMirror) implements SavepointMark {}
