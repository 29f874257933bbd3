package io.vectra.benchmarks.peer;

/**
 * A vector search that is measured.
 *
 * <p>Thread rule: one thread loads and builds; each {@link Searcher} belongs to one thread.
 */
public interface Contestant extends AutoCloseable {
    /** Returns what it is, with version and settings, for the report. */
    String description();

    /** Takes the vectors over, as far as that is a step of its own. */
    void load(Workload workload) throws Exception;

    /** Makes the rows searchable, and returns when all of them are. */
    void build() throws Exception;

    /** Opens a search for one thread. */
    Searcher searcher() throws Exception;

    /** Whether it reads every vector, so that the effort makes no difference. */
    default boolean isExact() {
        return false;
    }

    @Override
    void close() throws Exception;
}
