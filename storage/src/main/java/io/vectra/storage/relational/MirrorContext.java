package io.vectra.storage.relational;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.MirrorColumn;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextHits;
import io.vectra.storage.VectorLookup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one running statement lends to the mirror's functions and to the capture of changes: its vectors, the receiver
 * of its changes, the place for collected references.
 *
 * <p>The engine makes one for each statement and {@linkplain #enter() enters} it around H2's calls; without one,
 * nothing is captured and functions fail. As a {@link VectorLookup} it resolves staged references too, also after it
 * was left.
 *
 * <p>Thread rule: entered by one thread at a time; lookups from any thread once no statement stages any more.
 */
public final class MirrorContext implements VectorLookup {
    private static final ThreadLocal<@Nullable MirrorContext> CURRENT = new ThreadLocal<>();

    private final VectorLookup stored;
    private final @Nullable ChangeSink sink;
    private final MirrorTables tables;
    private float[][] staged = new float[4][];
    private int stagedCount;
    /** The first reference to each vector that was compared, by what is equal for equal vectors. */
    private final Map<ByteBuffer, Long> compared = new HashMap<>();

    private final List<StagedHits> hits = new ArrayList<>();
    private final List<ReadColumn> columns = new ArrayList<>();
    private @Nullable EligibleRows collected;

    /**
     * Creates a context.
     *
     * @param tables the tables of the mirror that runs the statement, from {@link Mirror#tables()}
     * @param stored resolves references of 0 and more
     * @param sink gets the changes, or null for a statement that must not change anything
     */
    public MirrorContext(MirrorTables tables, VectorLookup stored, @Nullable ChangeSink sink) {
        this.tables = Objects.requireNonNull(tables, "tables");
        this.stored = Objects.requireNonNull(stored, "stored");
        this.sink = sink;
    }

    /** Returns the context of the statement that this thread runs, or null. */
    public static @Nullable MirrorContext current() {
        return CURRENT.get();
    }

    /** Returns the context of the statement that this thread runs. */
    static MirrorContext required() {
        MirrorContext context = CURRENT.get();
        if (context == null) {
            throw new IllegalStateException(
                    "A vector function was called outside of a statement; run the statement through a session");
        }
        return context;
    }

    /** Makes this the thread's context until the scope is closed; scopes nest. */
    public Scope enter() {
        MirrorContext before = CURRENT.get();
        CURRENT.set(this);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /**
     * Makes a vector known to the statement.
     *
     * @param vector float[dimension], finite; kept, not copied, and not to be modified
     * @return its negative reference
     */
    public long stage(float[] vector) {
        if (stagedCount == staged.length) {
            staged = Arrays.copyOf(staged, stagedCount * 2);
        }
        staged[stagedCount++] = vector;
        return -stagedCount;
    }

    /**
     * Returns the vector behind a staged or stored reference. A staged one is not copied.
     *
     * @throws StoreException ({@link StoreError#BAD_VECTOR}) for a negative reference that was not staged here
     */
    @Override
    public float[] vector(long reference) {
        if (reference >= 0) {
            return stored.vector(reference);
        }
        if (reference < -stagedCount) {
            throw new StoreException(
                    StoreError.BAD_VECTOR,
                    "The number " + reference + " names no vector of this statement; pass a vector, not a number");
        }
        return staged[(int) (-1 - reference)];
    }

    /**
     * Returns the first reference that was given for a key.
     *
     * @param key what is equal exactly for equal vectors; kept, and not to be modified
     */
    long same(ByteBuffer key, long reference) {
        Long first = compared.putIfAbsent(key, reference);
        return first == null ? reference : first;
    }

    /**
     * Makes full-text hits known to the statement.
     *
     * @param found in ascending order of the row ids
     * @param bestScore what a share of 1 is
     * @return their number
     */
    public long stage(TextHits found, double bestScore) {
        hits.add(new StagedHits(found, bestScore));
        return hits.size() - 1;
    }

    /** Rows with scores, and the score of which theirs are shares. */
    record StagedHits(TextHits found, double bestScore) {
        /** Returns a row's score, 0 for one that was not found. */
        double score(long rowId) {
            int index = Arrays.binarySearch(found.rowIds(), rowId);
            return index < 0 ? 0 : found.scores()[index];
        }

        boolean contains(long rowId) {
            return Arrays.binarySearch(found.rowIds(), rowId) >= 0;
        }
    }

    /** Returns full-text hits by their number. */
    StagedHits hits(long number) {
        return hits.get((int) number);
    }

    /**
     * Makes a column's values known to the statement.
     *
     * @return their number
     */
    public long stage(MirrorColumn values) {
        columns.add((ReadColumn) values);
        return columns.size() - 1;
    }

    /** Returns a column's values by their number. */
    ReadColumn column(long number) {
        return columns.get((int) number);
    }

    /** Sets where {@code COLLECT} puts the references that it is given; null for nowhere. */
    public void collectInto(@Nullable EligibleRows rows) {
        collected = rows;
    }

    /** Returns where {@code COLLECT} puts references, or null. */
    public @Nullable EligibleRows collected() {
        return collected;
    }

    /** Returns the receiver of changes, or null. */
    public @Nullable ChangeSink sink() {
        return sink;
    }

    MirrorTables tables() {
        return tables;
    }

    /** Ends what {@link #enter()} began. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
