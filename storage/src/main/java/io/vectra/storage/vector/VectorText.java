package io.vectra.storage.vector;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;

/**
 * The text form of vectors, {@code [0.1, 2, -3e-4]}.
 *
 * <p>Parsing is strict: brackets, decimal numbers separated by commas, and white space between them; no NaN, infinity,
 * hexadecimal, suffix, missing or trailing element. Each number becomes the nearest float.
 *
 * <p>Thread rule: stateless.
 */
public final class VectorText {
    /** The most dimensions that a vector may have. */
    public static final int DIMENSION_MAX = 16_000;

    private VectorText() {}

    /**
     * Reads a vector.
     *
     * @return float[1 … {@link #DIMENSION_MAX}], finite
     * @throws StoreException ({@link StoreError#BAD_VECTOR}) naming the position, from 1, of the first character that
     *     does not fit
     */
    public static float[] parse(String text) {
        return new VectorParser(text).parse();
    }

    /**
     * Writes a vector as {@code [0.1, 2, -3.0E-4]}: each float as {@link Float#toString(float)} has it, whole ones
     * without {@code .0}.
     */
    public static String print(float[] vector) {
        var text = new StringBuilder(vector.length * 12 + 2).append('[');
        for (int i = 0; i < vector.length; i++) {
            if (i > 0) {
                text.append(", ");
            }
            appendFloat(text, vector[i]);
        }
        return text.append(']').toString();
    }

    /**
     * Verifies that floats are a vector.
     *
     * @return {@code vector} itself
     * @throws StoreException ({@link StoreError#BAD_VECTOR}) if it is empty, too long, or has a NaN or an infinity
     */
    public static float[] check(float[] vector) {
        checkDimension(vector.length);
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new StoreException(
                        StoreError.BAD_VECTOR,
                        "A vector's elements must be finite, but element " + (i + 1) + " of " + vector.length + " is "
                                + vector[i] + ".");
            }
        }
        return vector;
    }

    static void checkDimension(int dimension) {
        if (dimension < 1 || dimension > DIMENSION_MAX) {
            throw new StoreException(
                    StoreError.BAD_VECTOR,
                    "A vector must have from 1 to " + DIMENSION_MAX + " elements, but has " + dimension + ".");
        }
    }

    /** Whole numbers are printed without {@code .0}. */
    private static void appendFloat(StringBuilder text, float value) {
        int start = text.length();
        text.append(value);
        int end = text.length();
        if (end - start > 2 && text.charAt(end - 1) == '0' && text.charAt(end - 2) == '.') {
            text.setLength(end - 2);
        }
    }
}
