package io.vectra.storage.segment;

import java.util.List;

/**
 * The shape of a table's rows.
 *
 * @param columnCount how many values each image has
 * @param vectorIndexes which of them are vector references, Long or null; so they can be read without the image
 */
public record RowLayout(int columnCount, List<Integer> vectorIndexes) {
    /** Takes a shape; the indexes are copied. */
    public RowLayout {
        vectorIndexes = List.copyOf(vectorIndexes);
        for (int index : vectorIndexes) {
            if (index < 0 || index >= columnCount) {
                throw new IllegalArgumentException(
                        "a row of " + columnCount + " columns has no vector reference at index " + index);
            }
        }
    }
}
