package io.vectra.storage.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs an operation on a channel of its own to its end although the thread is interrupted.
 *
 * <p>An interrupt closes the channel that the thread is using, and with it all that others do there; so long-lived
 * files are no interruptible channels, and short-lived channels are opened again here. The interrupt flag is set when
 * the operation has returned.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** An operation that opens its channel itself, and may be run again. */
    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }

    static <T> T run(Operation<T> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return operation.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
