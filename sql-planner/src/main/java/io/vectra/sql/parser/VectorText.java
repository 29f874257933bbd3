package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads vectors from text such as {@code [0.1, 2, -3e-4]}. */
public final class VectorText {
    private static final String BAD_VECTOR = "22000";
    private static final int SHOWN_CHARS = 40;

    private VectorText() {}

    /**
     * Returns the vector, or null if the text is not of the form of one.
     *
     * @throws SqlFailure ({@code 22000}) if it has the form, but a number in it is not finite or is no number
     */
    public static float @Nullable [] parse(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (end - start < 2 || text.charAt(start) != '[' || text.charAt(end - 1) != ']') {
            return null;
        }
        return numbers(text, start + 1, end - 1);
    }

    private static float[] numbers(String text, int start, int end) {
        float[] vector = new float[Math.max(8, (end - start) / 8)];
        int count = 0;
        int at = start;
        while (at <= end) {
            int comma = text.indexOf(',', at);
            int stop = comma < 0 || comma > end ? end : comma;
            if (count == vector.length) {
                vector = Arrays.copyOf(vector, count * 2);
            }
            vector[count] = number(text, at, stop, count);
            count++;
            at = stop + 1;
        }
        return Arrays.copyOf(vector, count);
    }

    private static float number(String text, int start, int stop, int index) {
        String number = text.substring(start, stop).trim();
        float value;
        try {
            value = isPlain(number) ? Float.parseFloat(number) : Float.NaN;
        } catch (NumberFormatException e) {
            value = Float.NaN;
        }
        if (!Float.isFinite(value)) {
            throw new SqlFailure(
                    BAD_VECTOR,
                    "The vector '" + shown(text) + "' has \"" + shown(number) + "\" at index " + index
                            + ", but a finite number is expected there");
        }
        return value;
    }

    /** Java's parser of floats also takes hexadecimal numbers, suffixes and names, which no vector has. */
    private static boolean isPlain(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the text, or its beginning if it is long, for a message. */
    public static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
