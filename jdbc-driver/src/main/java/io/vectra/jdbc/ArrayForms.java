package io.vectra.jdbc;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes that an array of scalars can be read as, beyond those of the mirror. Stateless. */
final class ArrayForms {
    private ArrayForms() {}

    /** Returns whether a class is one of these. */
    static boolean has(Class<?> type) {
        Class<?> element = type.getComponentType();
        boolean isPrimitive = element != null && element.isPrimitive() && element != byte.class;
        return isList(type) || type == Object[].class || isPrimitive;
    }

    private static boolean isList(Class<?> type) {
        return type == List.class || type == Collection.class || type == Iterable.class;
    }

    /**
     * Returns the array as a class.
     *
     * @throws SQLException [22018] if an element does not fit into what the class consists of, or is NULL
     */
    static <T> T as(Class<T> type, java.sql.Array array) throws SQLException {
        @Nullable Object[] elements = (Object[]) array.getArray();
        if (isList(type)) {
            return type.cast(new ArrayList<>(Arrays.asList(elements)));
        }
        Object copy = Array.newInstance(type.getComponentType(), elements.length);
        for (int i = 0; i < elements.length; i++) {
            set(copy, i, elements[i], type);
        }
        return type.cast(copy);
    }

    private static void set(Object copy, int index, @Nullable Object element, Class<?> type) throws SQLException {
        try {
            Array.set(copy, index, element);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw SqlErrors.of(
                    SqlErrors.CONVERSION,
                    "Element " + (index + 1) + " of the array is " + element + " and does not fit into a "
                            + type.getTypeName() + "; read the array as List or Object[]",
                    e);
        }
    }
}
