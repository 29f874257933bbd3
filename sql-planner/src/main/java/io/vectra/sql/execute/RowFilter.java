package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are eligible for a search. Immutable, but for what it remembers of its last run.
 *
 * @param collecting the query of the mirror that collects the eligible rows
 * @param checking the query of the mirror for the ids of those rows that are eligible among the ones a search has found
 * @param template what the storage engine can evaluate, or null for nothing
 * @param isWhole whether that is all there is
 * @param listed the whole condition by values that the mirror lists, or null if it cannot be said so
 * @param passed how many rows met the condition lately
 * @param known what {@code checking} has said; null if it may say something else in another run
 */
public record RowFilter(
        MirrorSql collecting,
        MirrorSql checking,
        @Nullable FilterTemplate template,
        boolean isWhole,
        @Nullable ListedFilter listed,
        PassedShare passed,
        @Nullable KnownRows known) {
    /** As the record's constructor, for a condition that was never evaluated. */
    public RowFilter(
            MirrorSql collecting,
            MirrorSql checking,
            @Nullable FilterTemplate template,
            boolean isWhole,
            @Nullable ListedFilter listed,
            @Nullable KnownRows known) {
        this(collecting, checking, template, isWhole, listed, new PassedShare(), known);
    }
}
