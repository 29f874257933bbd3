package io.vectra.storage.log;

import java.util.Objects;

/**
 * A value of a type that the log stores as text, such as an INTERVAL.
 *
 * @param kind the type's name, by which the mirror turns the text back into a value
 * @param text the value
 */
public record TextValue(String kind, String text) {
    public TextValue {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }
}
