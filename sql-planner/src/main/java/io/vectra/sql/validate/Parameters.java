package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.parser.VectorText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one statement while it is planned: the user's {@code ?}s, then the vectors that stand in the text,
 * which take the next indices.
 *
 * <p>Thread rule: not thread-safe.
 */
public final class Parameters {
    private final int userCount;
    private final List<float[]> constants = new ArrayList<>();
    private final Map<Integer, String> places = new HashMap<>();

    /** Starts with the {@code ?}s of the text. */
    public Parameters(int userCount) {
        this.userCount = userCount;
    }

    /** Returns how many {@code ?}s the text has. */
    public int userCount() {
        return userCount;
    }

    /** Returns the vectors that stand in the text; the first one has the index {@link #userCount()}. */
    public List<float[]> constants() {
        return List.copyOf(constants);
    }

    /** Returns where a parameter's vector goes, such as {@code column DOCS.VEC}, or null if it is not known. */
    public @Nullable String place(int index) {
        return places.get(index);
    }

    void setPlace(int index, @Nullable String place) {
        if (place != null) {
            places.putIfAbsent(index, place);
        }
    }

    /**
     * Takes a vector out of the text and returns the parameter that stands for it from now on, wherever it is written.
     *
     * @param wanted the vector that is wanted there
     * @param place where it goes, or null
     */
    SqlDynamicParam constant(float[] vector, @Nullable VectorSqlType wanted, @Nullable String place, SqlParserPos pos) {
        if (wanted != null && wanted.dimension() != VectorSqlType.UNKNOWN && wanted.dimension() != vector.length) {
            throw Failures.at("22000", lengthMessage(place, wanted.dimension(), vector.length), pos);
        }
        int known = 0;
        while (known < constants.size() && !Arrays.equals(constants.get(known), vector)) {
            known++;
        }
        if (known == constants.size()) {
            constants.add(vector);
        }
        int index = userCount + known;
        setPlace(index, place);
        return new SqlDynamicParam(index, pos);
    }

    /** Says that a vector is too short or too long. */
    public static String lengthMessage(@Nullable String place, int expected, int found) {
        return (place == null ? "A vector of " : "The " + place + " takes vectors of ") + expected + " floats"
                + (place == null ? " is expected" : "") + ", but this one has " + found;
    }

    /** Returns the vector in a text, which is wanted to be one. */
    static float[] parse(String text, @Nullable String place, SqlParserPos pos) {
        float[] vector;
        try {
            vector = VectorText.parse(text);
        } catch (SqlFailure e) {
            throw Failures.at(e.sqlState(), String.valueOf(e.getMessage()), pos, e);
        }
        if (vector == null) {
            throw Failures.at(
                    "22000",
                    (place == null ? "A vector" : "A vector for " + place)
                            + " is expected, written as '[0.1, 2, …]', but found '" + VectorText.shown(text) + "'",
                    pos);
        }
        return vector;
    }
}
