package io.vectra.sql.execute;

import io.vectra.storage.SearchTrace;
import java.util.ArrayList;
import java.util.List;

/** What was measured while a query ran. Thread rule: the thread that runs the query only. */
final class Measurements {
    private final List<Search> searches = new ArrayList<>();
    private final List<Texts> texts = new ArrayList<>();

    /**
     * One search of the query.
     *
     * @param queryNanos how long the mirror computed the query vector and the bound
     * @param collectNanos how long the mirror collected the eligible rows
     * @param traces what the storage did, once for each time it was asked
     * @param rows how many rows were found
     */
    record Search(long queryNanos, long collectNanos, List<SearchTrace> traces, int rows) {
        Search {
            traces = List.copyOf(traces);
        }
    }

    /**
     * What a full-text index gave to a part of the query.
     *
     * @param rows how many candidates, or -1 if they were no help
     */
    record Texts(Candidates candidates, int rows, long nanos) {}

    void add(Texts text) {
        texts.add(text);
    }

    /** Returns what full-text indexes gave. */
    List<Texts> texts() {
        return texts;
    }

    void add(Search search) {
        searches.add(search);
    }

    /** Returns the searches in the order of the plan. */
    List<Search> searches() {
        return searches;
    }
}
