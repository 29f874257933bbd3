package io.vectra.storage.relational;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.vector.VectorText;
import java.sql.SQLException;
import org.h2.api.Aggregate;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates over vectors: adds them up in double precision, leaving NULLs out.
 *
 * <p>Thread rule: one for each group of each run, used by the statement's thread.
 */
public abstract class VectorAccumulator implements Aggregate {
    private double @Nullable [] sums;
    private long count;

    @Override
    public final int getInternalType(int[] inputTypes) throws SQLException {
        if (inputTypes.length != 1) {
            throw new SQLException(
                    "An aggregate of vectors takes one argument, but was given " + inputTypes.length, "42001");
        }
        return Value.BIGINT;
    }

    @Override
    public final void add(@Nullable Object value) {
        if (value == null) {
            return;
        }
        float[] vector = MirrorContext.required().vector((Long) value);
        double[] added = sums;
        if (added == null) {
            added = new double[vector.length];
            sums = added;
        }
        if (added.length != vector.length) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "Vectors can be added up if they have the same dimension, but they have " + added.length + " and "
                            + vector.length + ".");
        }
        for (int i = 0; i < added.length; i++) {
            added[i] += vector[i];
        }
        count++;
    }

    @Override
    public final @Nullable Object getResult() {
        double[] added = sums;
        if (added == null) {
            return null;
        }
        double divisor = divisor(count);
        float[] result = new float[added.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (added[i] / divisor);
        }
        return MirrorContext.required().stage(VectorText.check(result));
    }

    /** Returns what the sum of {@code count} vectors is divided by. */
    abstract double divisor(long count);

    /** The aggregate {@code VECTOR_SUM}; H2 creates it by name. */
    public static final class Sum extends VectorAccumulator {
        /** Called by H2. */
        public Sum() {}

        @Override
        double divisor(long count) {
            return 1;
        }
    }

    /** The aggregate {@code VECTOR_AVG}; H2 creates it by name. */
    public static final class Average extends VectorAccumulator {
        /** Called by H2. */
        public Average() {}

        @Override
        double divisor(long count) {
            return count;
        }
    }
}
