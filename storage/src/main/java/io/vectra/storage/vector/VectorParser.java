package io.vectra.storage.vector;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.Arrays;

/**
 * Reads the text of one vector.
 *
 * <p>Most numbers take a fast path: up to 2<sup>53</sup> in digits and a power of ten that a double holds exactly give,
 * after one multiplication or division, the double nearest to the text; unless that double lies exactly between two
 * floats, the float nearest to it is also the one nearest to the text. Every other number goes through
 * {@link Float#parseFloat}.
 *
 * <p>Thread rule: used once, by one thread.
 */
final class VectorParser {
    private static final long EXACT_DIGITS_MAX = 1L << 53;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The bits of a double that a float has no room for. */
    private static final long LOST_BITS = (1L << 29) - 1;

    private static final long HALF_OF_LOST_BITS = 1L << 28;

    private final String text;
    private int next;

    VectorParser(String text) {
        this.text = text;
    }

    float[] parse() {
        var elements = new float[Math.max(1, Math.min(text.length() / 4, VectorText.DIMENSION_MAX))];
        int count = 0;
        skipSpace();
        expect('[');
        do {
            if (count == VectorText.DIMENSION_MAX) {
                throw failure("at most " + VectorText.DIMENSION_MAX + " elements", next);
            }
            if (count == elements.length) {
                elements = Arrays.copyOf(elements, Math.min(2 * count, VectorText.DIMENSION_MAX));
            }
            skipSpace();
            elements[count++] = number();
            skipSpace();
        } while (accept(','));
        expect(']');
        skipSpace();
        if (next < text.length()) {
            throw failure("the end of the text", next);
        }
        return Arrays.copyOf(elements, count);
    }

    private float number() {
        int start = next;
        boolean isNegative = accept('-');
        if (!isNegative) {
            accept('+');
        }
        int digitsStart = next;
        long digits = digits(0);
        int digitCount = next - digitsStart;
        int exponent = 0;
        if (accept('.')) {
            int fractionStart = next;
            digits = digits(digits);
            exponent = fractionStart - next;
            digitCount += next - fractionStart;
        }
        if (digitCount == 0) {
            throw failure("a number", next);
        }
        if (accept('e') || accept('E')) {
            exponent += exponent();
        }
        return valueOf(start, isNegative ? -1 : 1, digits, exponent);
    }

    /** Returns {@code digits} with the digits read appended, or a number above 2<sup>53</sup> if there are too many. */
    private long digits(long digits) {
        long result = digits;
        while (next < text.length() && isDigit(text.charAt(next))) {
            if (result <= EXACT_DIGITS_MAX) {
                result = 10 * result + (text.charAt(next) - '0');
            }
            next++;
        }
        return result;
    }

    /** Returns the exponent read, or one far out of every range. */
    private int exponent() {
        boolean isNegative = accept('-');
        if (!isNegative) {
            accept('+');
        }
        int start = next;
        int value = 0;
        while (next < text.length() && isDigit(text.charAt(next))) {
            value = Math.min(100_000, 10 * value + (text.charAt(next) - '0'));
            next++;
        }
        if (next == start) {
            throw failure("a digit of the exponent", next);
        }
        return isNegative ? -value : value;
    }

    private float valueOf(int start, int sign, long digits, int exponent) {
        if (digits == 0) {
            return sign * 0.0f;
        }
        if (digits <= EXACT_DIGITS_MAX && Math.abs(exponent) < POWERS_OF_TEN.length) {
            double power = POWERS_OF_TEN[Math.abs(exponent)];
            double value = sign * (exponent < 0 ? digits / power : digits * power);
            boolean isMidway = (Double.doubleToRawLongBits(value) & LOST_BITS) == HALF_OF_LOST_BITS;
            if (!isMidway && Math.abs(value) >= Float.MIN_NORMAL && Math.abs(value) <= Float.MAX_VALUE) {
                return (float) value;
            }
        }
        float value = Float.parseFloat(text.substring(start, next));
        if (Float.isInfinite(value)) {
            throw failure("a number that a float can hold, at most " + Float.MAX_VALUE, start);
        }
        return value;
    }

    private void skipSpace() {
        while (next < text.length() && isSpace(text.charAt(next))) {
            next++;
        }
    }

    private boolean accept(char wanted) {
        if (next < text.length() && text.charAt(next) == wanted) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw failure(wanted == ']' ? "\",\" or \"]\"" : "\"" + wanted + "\"", next);
        }
    }

    private StoreException failure(String expected, int index) {
        String found;
        if (index >= text.length()) {
            found = "the end of the text";
        } else {
            int end = text.offsetByCodePoints(index, 1);
            found = "\"" + text.substring(index, end) + "\"";
        }
        return new StoreException(
                StoreError.BAD_VECTOR,
                "A vector is written as \"[0.1, 2, -3e-4]\"; expected " + expected + " at character " + (index + 1)
                        + ", but found " + found + ".");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
