package io.vectra.storage.manifest;

import java.util.Objects;

/**
 * A column as the mirror stores it.
 *
 * @param name the name as stored
 * @param columnId the number of a vector column, never used again; 0 for a scalar column
 * @param dimension how many floats each vector has; 0 for a scalar column
 */
public record ColumnDefinition(String name, int columnId, int dimension) {
    public ColumnDefinition {
        Objects.requireNonNull(name, "name");
        if (columnId < 0 || dimension < 0 || (columnId == 0) != (dimension == 0)) {
            throw new IllegalArgumentException(
                    "a vector column has an id and a dimension, a scalar column has 0 for both, but column \"" + name
                            + "\" has id " + columnId + " and dimension " + dimension);
        }
    }

    /** Returns whether the column holds references to vectors. */
    public boolean isVector() {
        return columnId != 0;
    }
}
