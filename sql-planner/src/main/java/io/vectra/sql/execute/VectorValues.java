package io.vectra.sql.execute;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.VectorText;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors of the values that users give: {@code float[]}, {@code double[]}, lists and arrays of numbers,
 * {@link Array}, text.
 */
final class VectorValues {
    private VectorValues() {}

    /**
     * Returns the vector; the array may be the user's own.
     *
     * @param what which value it is, for messages, such as {@code parameter 2}
     * @throws SqlFailure ({@code 22000}) if the value is no vector
     */
    static float[] of(Object value, String what) throws SQLException {
        if (value instanceof float[] vector) {
            return vector;
        }
        if (value instanceof double[] numbers) {
            return narrowed(numbers);
        }
        if (value instanceof List<?> numbers) {
            return ofObjects(numbers.toArray(), what);
        }
        if (value instanceof Array array) {
            return of(array.getArray(), what);
        }
        if (value instanceof CharSequence text) {
            float[] vector = VectorText.parse(text.toString());
            if (vector != null) {
                return vector;
            }
            throw new SqlFailure(
                    "22000",
                    "A vector is expected for " + what + ", written as '[0.1, 2, …]', but found '"
                            + VectorText.shown(text.toString()) + "'");
        }
        if (value instanceof Object[] numbers) {
            return ofObjects(numbers, what);
        }
        throw new SqlFailure(
                "22000",
                "A vector is expected for " + what
                        + " (float[], double[], List<Number>, java.sql.Array or text), but found a value of "
                        + value.getClass().getName());
    }

    private static float[] narrowed(double[] numbers) {
        float[] vector = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            vector[i] = (float) numbers[i];
        }
        return vector;
    }

    private static float[] ofObjects(@Nullable Object[] numbers, String what) {
        float[] vector = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (!(numbers[i] instanceof Number number)) {
                throw new SqlFailure(
                        "22000",
                        "A number is expected at index " + i + " of the vector for " + what + ", but found "
                                + numbers[i]);
            }
            vector[i] = number.floatValue();
        }
        return vector;
    }
}
