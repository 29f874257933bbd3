package io.vectra.storage.engine;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.manifest.TableDefinition;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** CREATE INDEX … USING FULLTEXT: the definition, then the texts that are there; both or neither. */
final class TextIndexCreation {
    private final EngineDatabase database;
    private final SchemaChange.CreateTextIndex change;

    TextIndexCreation(EngineDatabase database, SchemaChange.CreateTextIndex change) {
        this.database = database;
        this.change = change;
    }

    /** Makes a change in a commit of its own, unless that is cancelled. */
    @FunctionalInterface
    interface Applying {
        void apply(SchemaChange change, BooleanSupplier cancelled) throws SQLException;
    }

    void run(Applying changes, BooleanSupplier cancelled) throws SQLException, IOException {
        boolean isNew = define(changes, cancelled);
        try {
            database.upkeepWork().makeTexts(change.schema(), change.table(), cancelled);
        } catch (IOException | RuntimeException | Error e) {
            if (isNew) {
                takeBack(changes, e);
            }
            throw e;
        }
    }

    private boolean isThere() {
        return database.schema().tables().values().stream().anyMatch(this::hasIndex);
    }

    private boolean hasIndex(TableDefinition table) {
        return table.schema().equals(change.schema())
                && table.textIndexes().stream()
                        .anyMatch(index -> index.name().equals(change.index().name()));
    }

    /**
     * Rows that are not sealed are read again from the log, so no seal may be under way.
     *
     * @return whether there was no such index before
     */
    private boolean define(Applying changes, BooleanSupplier cancelled) throws SQLException, IOException {
        Tasks.lock(database.swapLock(), cancelled);
        try {
            if (database.sealer().isUnfinished()) {
                database.sealer().seal(cancelled);
            }
            boolean wasThere = isThere();
            changes.apply(change, cancelled);
            return !wasThere;
        } finally {
            database.swapLock().unlock();
        }
    }

    private void takeBack(Applying changes, Throwable failure) {
        String name = change.index().name();
        try {
            changes.apply(
                    new SchemaChange.DropVectorIndex(change.schema(), name, "DROP INDEX \"" + name + '"'), () -> false);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
