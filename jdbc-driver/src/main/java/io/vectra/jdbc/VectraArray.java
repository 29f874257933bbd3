package io.vectra.jdbc;

import io.vectra.storage.MemoryRows;
import java.sql.Array;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An array in memory: a vector that was read, or what {@code Connection.createArrayOf} made.
 *
 * <p>{@link #getArray()} of a vector gives {@code float[]}, as {@code ResultSet.getObject} does; of any other array
 * {@code Object[]}.
 *
 * <p>Thread rule: immutable but for {@link #free()}; one thread at a time.
 */
final class VectraArray implements Array {
    /** Metadata calls a column of vectors so; its elements are floats. */
    private static final Pattern VECTOR = Pattern.compile("VECTOR(\\s*\\(\\s*\\d+\\s*\\))?");

    private final String baseTypeName;
    private final int baseType;
    private @Nullable Object elements;

    /** @param elements {@code float[]} or {@code Object[]} */
    private VectraArray(String baseTypeName, int baseType, Object elements) {
        this.baseTypeName = baseTypeName;
        this.baseType = baseType;
        this.elements = elements;
    }

    /** Returns an array of a vector's floats, which are not copied. */
    static VectraArray ofVector(float[] vector) {
        return new VectraArray("REAL", Types.REAL, vector);
    }

    /** Returns an array of a named SQL type with a copy of the elements. */
    static VectraArray of(String typeName, @Nullable Object[] elements) throws SQLException {
        String written = typeName.trim().toUpperCase(Locale.ROOT);
        String name = VECTOR.matcher(written).matches() ? "REAL" : written;
        return new VectraArray(name, typeOf(name), elements.clone());
    }

    private static int typeOf(String name) throws SQLException {
        return switch (name) {
            case "INT" -> Types.INTEGER;
            case "STRING", "TEXT", "CHARACTER VARYING" -> Types.VARCHAR;
            case "BOOL" -> Types.BOOLEAN;
            case "DOUBLE PRECISION", "FLOAT8" -> Types.DOUBLE;
            case "FLOAT4" -> Types.REAL;
            case "UUID" -> Types.OTHER;
            case "TIMESTAMP WITH TIME ZONE" -> Types.TIMESTAMP_WITH_TIMEZONE;
            default -> {
                try {
                    yield JDBCType.valueOf(name).getVendorTypeNumber();
                } catch (IllegalArgumentException e) {
                    throw SqlErrors.badArgument(
                            "typeName", name, "an SQL type such as REAL, DOUBLE, INTEGER or VARCHAR");
                }
            }
        };
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        elements();
        return baseTypeName;
    }

    @Override
    public int getBaseType() throws SQLException {
        elements();
        return baseType;
    }

    /** Returns {@code float[]} for a vector, else {@code Object[]}; a copy. */
    @Override
    public Object getArray() throws SQLException {
        Object all = elements();
        return all instanceof float[] floats ? floats.clone() : ((Object[]) all).clone();
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        refuseMap(map);
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        Object all = elements();
        int length = all instanceof float[] floats ? floats.length : ((Object[]) all).length;
        if (index < 1 || count < 0 || index - 1 + count > length) {
            throw SqlErrors.badArgument("index", index + ", count " + count, "a part of 1 to " + length);
        }
        int from = (int) index - 1;
        return all instanceof float[] floats
                ? Arrays.copyOfRange(floats, from, from + count)
                : Arrays.copyOfRange((Object[]) all, from, from + count);
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        refuseMap(map);
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(1, getArray());
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        refuseMap(map);
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(index, getArray(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        refuseMap(map);
        return getResultSet(index, count);
    }

    @Override
    public void free() {
        elements = null;
    }

    /** Returns the elements as text, such as {@code [0.1, 2.0]}. */
    @Override
    public String toString() {
        Object all = elements;
        if (all == null) {
            return "freed array";
        }
        return all instanceof float[] floats ? VectorForms.text(floats) : Arrays.toString((Object[]) all);
    }

    private Object elements() throws SQLException {
        Object all = elements;
        if (all == null) {
            throw SqlErrors.closed("array");
        }
        return all;
    }

    private ResultSet rows(long firstIndex, Object part) throws SQLException {
        var rows = new MemoryRows().column("INDEX", Types.BIGINT).column("VALUE", baseType);
        int length = part instanceof float[] floats ? floats.length : ((Object[]) part).length;
        for (int i = 0; i < length; i++) {
            rows.row(firstIndex + i, part instanceof float[] floats ? floats[i] : ((Object[]) part)[i]);
        }
        return VectraResultSet.ofMemory(rows.toResultSet());
    }

    private static void refuseMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("A type map");
        }
    }
}
