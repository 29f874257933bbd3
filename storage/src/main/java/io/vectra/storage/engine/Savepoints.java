package io.vectra.storage.engine;

import io.vectra.storage.Session.SavepointMark;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The savepoints of a session's running transaction. Thread rule: guarded by the session. */
final class Savepoints {
    private final List<Position> positions = new ArrayList<>();
    private int nextId = 1;

    /**
     * A savepoint.
     *
     * @param changes how far the transaction's delta was
     * @param inMirror the mirror's, or null where the transaction had changed nothing
     */
    record Position(
            int id,
            @Nullable String name,
            int changes,
            @Nullable Savepoint inMirror) implements SavepointMark {}

    boolean isEmpty() {
        return positions.isEmpty();
    }

    void clear() {
        positions.clear();
    }

    /** Adds a savepoint, which replaces an older one of the same name. */
    Position add(@Nullable String name, int changes, @Nullable Savepoint inMirror) {
        if (name != null) {
            positions.removeIf(position -> name.equals(position.name()));
        }
        var position = new Position(nextId++, name, changes, inMirror);
        positions.add(position);
        return position;
    }

    /**
     * Forgets the savepoints after one, and returns that.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if it is none of these
     */
    Position returnTo(SavepointMark savepoint) {
        int index = indexOf(savepoint);
        positions.subList(index + 1, positions.size()).clear();
        return positions.get(index);
    }

    /**
     * Forgets a savepoint and those after it, and returns it.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if it is none of these
     */
    Position remove(SavepointMark savepoint) {
        Position position = returnTo(savepoint);
        positions.remove(positions.size() - 1);
        return position;
    }

    private int indexOf(SavepointMark savepoint) {
        int index = savepoint instanceof Position position ? positions.indexOf(position) : -1;
        if (index < 0) {
            throw new StoreException(
                    StoreError.BAD_SAVEPOINT,
                    "Savepoint " + (savepoint.name() == null ? savepoint.id() : "\"" + savepoint.name() + "\"")
                            + " is not one of the running transaction: it was released, or its transaction has ended.");
        }
        return index;
    }

    /**
     * Returns the newest savepoint of a name.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if there is none
     */
    Position named(String name) {
        for (int i = positions.size() - 1; i >= 0; i--) {
            if (name.equals(positions.get(i).name())) {
                return positions.get(i);
            }
        }
        throw new StoreException(
                StoreError.BAD_SAVEPOINT, "The running transaction has no savepoint \"" + name + "\".");
    }
}
