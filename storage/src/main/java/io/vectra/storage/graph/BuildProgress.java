package io.vectra.storage.graph;

import java.util.function.BooleanSupplier;

/**
 * Watches a build, and can slow it down or stop it.
 *
 * <p>Thread rule: called by all building threads, by several at once.
 */
public interface BuildProgress {
    /** Watches nothing and never cancels. */
    BuildProgress NONE = cancelledBy(() -> false);

    /** Returns a progress that watches nothing and asks something else whether the build is cancelled. */
    static BuildProgress cancelledBy(BooleanSupplier isCancelled) {
        return new BuildProgress() {
            @Override
            public void advanced(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return isCancelled.getAsBoolean();
            }
        };
    }

    /**
     * Called now and then by a building thread, which goes on when this returns.
     *
     * @param done how many vectors were added, about
     * @param total how many there are
     */
    void advanced(long done, long total);

    /** Asked often; once this is true the build ends with {@link io.vectra.storage.StoreError#CANCELLED}. */
    boolean isCancelled();
}
