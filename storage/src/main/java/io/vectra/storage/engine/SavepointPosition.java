package io.vectra.storage.engine;

import io.vectra.storage.Session.SavepointMark;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.sql.Savepoint;
import java.util.List;
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
        @Nullable Savepoint inMirror) implements SavepointMark {

    /**
     * Returns a savepoint as one of those of the running transaction.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if it is none
     */
    static SavepointPosition among(List<SavepointPosition> savepoints, SavepointMark savepoint) {
        if (savepoint instanceof SavepointPosition mark && savepoints.contains(mark)) {
            return mark;
        }
        throw new StoreException(
                StoreError.BAD_SAVEPOINT,
                "Savepoint " + (savepoint.name() == null ? savepoint.id() : "\"" + savepoint.name() + "\"")
                        + " is not one of the running transaction: it was released, or its transaction has ended.");
    }

    /**
     * Returns the newest savepoint of a name.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if there is none
     */
    static SavepointPosition named(List<SavepointPosition> savepoints, String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (name.equals(savepoints.get(i).name())) {
                return savepoints.get(i);
            }
        }
        throw new StoreException(
                StoreError.BAD_SAVEPOINT, "The running transaction has no savepoint \"" + name + "\".");
    }
}
