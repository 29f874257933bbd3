package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Closes a database whose sessions have ended: checkpoint, mirror, log, lock. */
final class Closing {
    private final EngineDatabase database;
    private @Nullable Exception failure;

    Closing(EngineDatabase database) {
        this.database = database;
    }

    void close() {
        database.writerLock().acquireUninterruptibly();
        attempt(this::checkpoint);
        attempt(() -> database.mirror().close());
        attempt(() -> database.log().close());
        attempt(() -> database.folder().close());
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new StoreException(
                    StoreError.IO,
                    "The database did not close cleanly: " + failure.getMessage()
                            + ". Every acknowledged commit is kept in the log; the next open takes longer.",
                    failure);
        }
    }

    private void checkpoint() {
        boolean isTrusted = database.isMirrorTrusted() && !database.log().isPoisoned();
        if (isTrusted && !database.checkpointer().isCurrent()) {
            database.checkpointer().write(true);
        }
    }

    /** Every step is tried, whatever became of the one before. */
    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | SQLException | RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException, SQLException;
    }
}
