package io.vectra.storage.relational;

import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.vector.Distances;
import io.vectra.storage.vector.VectorText;
import java.nio.ByteBuffer;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@link MirrorFunctions} over vector references, as H2 calls them; NULL in, NULL out.
 *
 * <p>Failures are {@link StoreException}s, which H2 wraps and {@link MirrorErrors#storeExceptionIn} finds again. Thread
 * rule: each call uses the {@link MirrorContext} of its thread.
 */
public final class VectorFunctions {
    private VectorFunctions() {}

    /** {@link MirrorFunctions#COSINE}. */
    public static @Nullable Double cosine(@Nullable Long a, @Nullable Long b) {
        return measure(a, b, Distances::cosine);
    }

    /** {@link MirrorFunctions#EUCLIDEAN}. */
    public static @Nullable Double euclidean(@Nullable Long a, @Nullable Long b) {
        return measure(a, b, Distances::euclidean);
    }

    /** {@link MirrorFunctions#DOT_PRODUCT}. */
    public static @Nullable Double dotProduct(@Nullable Long a, @Nullable Long b) {
        return measure(a, b, Distances::dotProduct);
    }

    /** {@link MirrorFunctions#MANHATTAN}. */
    public static @Nullable Double manhattan(@Nullable Long a, @Nullable Long b) {
        return measure(a, b, Distances::manhattan);
    }

    /** {@link MirrorFunctions#COSINE_SIMILARITY}. */
    public static @Nullable Double cosineSimilarity(@Nullable Long a, @Nullable Long b) {
        return measure(a, b, Distances::cosineSimilarity);
    }

    /** {@link MirrorFunctions#VECTOR_DIMS}. */
    public static @Nullable Integer vectorDims(@Nullable Long a) {
        return a == null ? null : MirrorContext.required().vector(a).length;
    }

    /** {@link MirrorFunctions#VECTOR_NORM}. */
    public static @Nullable Double vectorNorm(@Nullable Long a) {
        return a == null ? null : Distances.norm(MirrorContext.required().vector(a));
    }

    /** {@link MirrorFunctions#NORMALIZE}. */
    public static @Nullable Long normalize(@Nullable Long a) {
        if (a == null) {
            return null;
        }
        MirrorContext context = MirrorContext.required();
        float[] vector = context.vector(a);
        double norm = Distances.norm(vector);
        if (norm == 0) {
            return a;
        }
        var unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return context.stage(unit);
    }

    /** {@link MirrorFunctions#VECTOR_ADD}. */
    public static @Nullable Long vectorAdd(@Nullable Long a, @Nullable Long b) {
        return combine(a, b, Float::sum);
    }

    /** {@link MirrorFunctions#VECTOR_SUBTRACT}. */
    public static @Nullable Long vectorSubtract(@Nullable Long a, @Nullable Long b) {
        return combine(a, b, (x, y) -> x - y);
    }

    /** {@link MirrorFunctions#VECTOR_SCALE}. */
    public static @Nullable Long vectorScale(@Nullable Long a, @Nullable Double factor) {
        if (a == null || factor == null) {
            return null;
        }
        MirrorContext context = MirrorContext.required();
        float[] vector = context.vector(a);
        var scaled = new float[vector.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (vector[i] * factor);
        }
        return context.stage(VectorText.check(scaled));
    }

    /** {@link MirrorFunctions#VECTOR_OF_TEXT}. */
    public static @Nullable Long vectorOfText(@Nullable String text) {
        return text == null ? null : MirrorContext.required().stage(VectorText.parse(text));
    }

    /** {@link MirrorFunctions#VECTOR_OF_ARRAY}. */
    public static @Nullable Long vectorOfArray(@Nullable Double @Nullable [] elements) {
        if (elements == null) {
            return null;
        }
        var vector = new float[elements.length];
        for (int i = 0; i < vector.length; i++) {
            Double element = elements[i];
            if (element == null) {
                throw new StoreException(
                        StoreError.BAD_VECTOR,
                        "A vector's elements must be numbers, but element " + (i + 1) + " of " + vector.length
                                + " is NULL.");
            }
            vector[i] = element.floatValue();
        }
        return MirrorContext.required().stage(VectorText.check(vector));
    }

    /** {@link MirrorFunctions#VECTOR_TEXT}. */
    public static @Nullable String vectorText(@Nullable Long a) {
        return a == null ? null : VectorText.print(MirrorContext.required().vector(a));
    }

    /** {@link MirrorFunctions#VECTOR_KEY}: big-endian floats, with 0 for -0, as the two are equal. */
    public static byte @Nullable [] vectorKey(@Nullable Long a) {
        if (a == null) {
            return null;
        }
        float[] vector = MirrorContext.required().vector(a);
        ByteBuffer key = ByteBuffer.allocate(vector.length * Float.BYTES);
        for (float element : vector) {
            key.putFloat(element + 0f);
        }
        return key.array();
    }

    /** {@link MirrorFunctions#VECTOR_SAME}. */
    public static @Nullable Long vectorSame(@Nullable Long a) {
        byte[] key = vectorKey(a);
        return a == null || key == null ? null : MirrorContext.required().same(ByteBuffer.wrap(key), a);
    }

    /** {@link MirrorFunctions#TEXT_SCORE}. */
    public static @Nullable Double textScore(@Nullable Long hits, @Nullable Long rowId) {
        return hits == null || rowId == null
                ? null
                : Double.valueOf(MirrorContext.required().hits(hits).score(rowId));
    }

    /** {@link MirrorFunctions#TEXT_SHARE}. */
    public static @Nullable Double textShare(@Nullable Long hits, @Nullable Long rowId) {
        if (hits == null || rowId == null) {
            return null;
        }
        MirrorContext.StagedHits staged = MirrorContext.required().hits(hits);
        return staged.score(rowId) / staged.bestScore();
    }

    /** {@link MirrorFunctions#TEXT_MATCHES}. */
    public static @Nullable Boolean textMatches(@Nullable Long hits, @Nullable Long rowId) {
        return hits == null || rowId == null
                ? null
                : Boolean.valueOf(MirrorContext.required().hits(hits).contains(rowId));
    }

    /** {@link MirrorFunctions#IS_AMONG}. */
    public static @Nullable Boolean isAmong(@Nullable Long column, Value value) {
        return column == null ? null : MirrorContext.required().column(column).contains(value);
    }

    /** {@link MirrorFunctions#HYBRID}. */
    public static @Nullable Double hybrid(
            @Nullable Double similarity, @Nullable Double share, @Nullable Double weight) {
        if (weight == null || (similarity == null && share == null)) {
            return null;
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new StoreException(
                    StoreError.BAD_OPERAND,
                    "The weight of the vectors in hybrid is from 0 to 1, but is " + weight + ".");
        }
        double ofVectors = similarity == null ? 0 : (1 + similarity) / 2;
        return weight * ofVectors + (1 - weight) * (share == null ? 0 : share);
    }

    private static @Nullable Double measure(@Nullable Long a, @Nullable Long b, Measure measure) {
        if (a == null || b == null) {
            return null;
        }
        MirrorContext context = MirrorContext.required();
        return measure.of(context.vector(a), context.vector(b));
    }

    private static @Nullable Long combine(@Nullable Long a, @Nullable Long b, ElementOperator operator) {
        if (a == null || b == null) {
            return null;
        }
        MirrorContext context = MirrorContext.required();
        float[] left = context.vector(a);
        float[] right = context.vector(b);
        if (left.length != right.length) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "Vectors can be added and subtracted if they have the same dimension, but they have " + left.length
                            + " and " + right.length + ".");
        }
        var result = new float[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.apply(left[i], right[i]);
        }
        return context.stage(VectorText.check(result));
    }

    /** A number computed from two vectors. */
    @FunctionalInterface
    private interface Measure {
        double of(float[] a, float[] b);
    }

    /** A float computed from two. */
    @FunctionalInterface
    private interface ElementOperator {
        float apply(float a, float b);
    }
}
