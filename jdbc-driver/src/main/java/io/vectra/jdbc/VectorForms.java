package io.vectra.jdbc;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The forms in which a vector is handed out: {@code float[]}, {@code double[]}, {@code Float[]}, {@code Double[]},
 * {@code List<Float>}, text and {@link Array}.
 */
final class VectorForms {
    private VectorForms() {}

    /**
     * Returns the vector as {@code [0.1, 2]}, as CAST gives it: each float as Java prints it, whole ones without
     * {@code .0}, which reads back as the same float.
     */
    static String text(float[] vector) {
        var text = new StringBuilder(vector.length * 12 + 2).append('[');
        for (int i = 0; i < vector.length; i++) {
            if (i > 0) {
                text.append(", ");
            }
            String number = Float.toString(vector[i]);
            text.append(number, 0, number.endsWith(".0") ? number.length() - 2 : number.length());
        }
        return text.append(']').toString();
    }

    /**
     * Returns the vector as a given class.
     *
     * @param vector float[dimension], not copied
     * @param typeName such as {@code VECTOR(384)}, for the error
     * @throws SQLException [22018] if a vector is never such a thing
     */
    static <T> T as(Class<T> type, float[] vector, String typeName) throws SQLException {
        Object form;
        if (type == float[].class || type == Object.class) {
            form = vector;
        } else if (type == double[].class) {
            form = doubles(vector);
        } else if (type == Float[].class || type == Number[].class || type == Object[].class) {
            form = list(vector).toArray(new Float[0]);
        } else if (type == Double[].class) {
            form = boxedDoubles(vector);
        } else if (type == List.class || type == Collection.class || type == Iterable.class) {
            form = list(vector);
        } else if (type == String.class || type == CharSequence.class) {
            form = text(vector);
        } else if (type == Array.class) {
            form = VectraArray.ofVector(vector);
        } else {
            throw SqlErrors.of(
                    SqlErrors.CONVERSION,
                    "A " + typeName + " cannot be read as " + type.getTypeName()
                            + "; read it as float[], double[], List, String or java.sql.Array");
        }
        return type.cast(form);
    }

    private static double[] doubles(float[] vector) {
        double[] doubles = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            doubles[i] = vector[i];
        }
        return doubles;
    }

    private static Double[] boxedDoubles(float[] vector) {
        Double[] doubles = new Double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            doubles[i] = (double) vector[i];
        }
        return doubles;
    }

    private static List<Float> list(float[] vector) {
        List<Float> list = new ArrayList<>(vector.length);
        for (float value : vector) {
            list.add(value);
        }
        return list;
    }
}
