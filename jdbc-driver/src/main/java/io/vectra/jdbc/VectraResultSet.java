package io.vectra.jdbc;

import io.vectra.jdbc.ResultColumns.Column;
import io.vectra.sql.ColumnDescription;
import io.vectra.storage.VectorLookup;
import java.io.InputStream;
import java.io.Reader;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query: forwards to the mirror's rows, and looks vectors up.
 *
 * <p>A vector column gives {@code float[]} from {@code getObject}, and any form of {@link VectorForms} on request; it
 * is no number and no bytes.
 *
 * <p>Thread rule: one thread at a time; {@link #close()} from any thread.
 */
final class VectraResultSet extends CursorResultSet {
    private final ResultColumns columns;
    private final @Nullable VectorLookup vectors;
    private @Nullable ResultSetMetaData metaData;

    VectraResultSet(ResultSet rows, ResultColumns columns, @Nullable VectorLookup vectors, Origin origin) {
        super(rows, origin);
        this.columns = columns;
        this.vectors = vectors;
    }

    /** Reads one value of the mirror's current row. */
    @FunctionalInterface
    private interface Getter<T> {
        T get(ResultSet rows, int mirrorIndex) throws SQLException;
    }

    /** Returns a result of rows in memory, which belong to no statement. */
    static VectraResultSet ofMemory(ResultSet rows) throws SQLException {
        return new VectraResultSet(rows, ResultColumns.ofMirror(rows.getMetaData(), null), null, Origin.MEMORY);
    }

    private Column column(int column) throws SQLException {
        checkOpen();
        return columns.at(column);
    }

    private int scalar(int index, String wanted) throws SQLException {
        Column column = column(index);
        if (column.isVector()) {
            throw SqlErrors.of(
                    SqlErrors.CONVERSION,
                    "Column \"" + column.label() + "\" is a " + column.vectorTypeName() + " and cannot be read as "
                            + wanted + "; use getObject, getArray or getString");
        }
        return column.mirrorIndex();
    }

    private float @Nullable [] vector(Column column) throws SQLException {
        try {
            long reference = rows.getLong(column.mirrorIndex());
            if (rows.wasNull()) {
                return null;
            }
            if (vectors == null) {
                throw new AssertionError("a vector column without a lookup");
            }
            return vectors.vector(reference);
        } catch (SQLException | RuntimeException | Error e) {
            throw SqlErrors.of(e);
        }
    }

    private <T> @Nullable T get(int column, String wanted, Getter<T> getter) throws SQLException {
        int mirrorIndex = scalar(column, wanted);
        try {
            return getter.get(rows, mirrorIndex);
        } catch (SQLException | RuntimeException | Error e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        int mirrorIndex = scalar(column, "BOOLEAN");
        try {
            return rows.getBoolean(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public byte getByte(int column) throws SQLException {
        int mirrorIndex = scalar(column, "TINYINT");
        try {
            return rows.getByte(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public short getShort(int column) throws SQLException {
        int mirrorIndex = scalar(column, "SMALLINT");
        try {
            return rows.getShort(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public int getInt(int column) throws SQLException {
        int mirrorIndex = scalar(column, "INTEGER");
        try {
            return rows.getInt(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public long getLong(int column) throws SQLException {
        int mirrorIndex = scalar(column, "BIGINT");
        try {
            return rows.getLong(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public float getFloat(int column) throws SQLException {
        int mirrorIndex = scalar(column, "REAL");
        try {
            return rows.getFloat(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public double getDouble(int column) throws SQLException {
        int mirrorIndex = scalar(column, "DOUBLE PRECISION");
        try {
            return rows.getDouble(mirrorIndex);
        } catch (SQLException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public @Nullable String getString(int index) throws SQLException {
        Column column = column(index);
        if (column.isVector()) {
            float[] vector = vector(column);
            return vector == null ? null : VectorForms.text(vector);
        }
        return get(index, "text", ResultSet::getString);
    }

    @Override
    public @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        Column column = column(index);
        return column.isVector() ? vector(column) : presentable(get(index, "an object", ResultSet::getObject), index);
    }

    /** Replaces an object of a class that only the mirror knows by its text. */
    private @Nullable Object presentable(@Nullable Object value, int index) throws SQLException {
        if (value == null
                || value.getClass().getName().startsWith("java.")
                || value instanceof Object[]
                || value instanceof byte[]
                || value instanceof Clob
                || value instanceof Blob
                || value instanceof Array
                || value instanceof SQLXML) {
            return value;
        }
        return get(index, "text", ResultSet::getString);
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        if (type == null) {
            throw SqlErrors.badArgument("type", null, "a class");
        }
        Column column = column(index);
        if (column.isVector()) {
            float[] vector = vector(column);
            return vector == null ? null : VectorForms.as(type, vector, column.vectorTypeName());
        }
        if (type == Object.class) {
            return type.cast(getObject(index));
        }
        if (ArrayForms.has(type) && isArray(column)) {
            Array array = getArray(index);
            return array == null ? null : ArrayForms.as(type, array);
        }
        if (type.isArray() && type != byte[].class && !isArray(column)) {
            return noArray(index, type);
        }
        return get(index, type.getName(), (mirror, i) -> mirror.getObject(i, wrapper(type)));
    }

    /** A value that is no array, read as one; the mirror would take it for one. */
    private <T> @Nullable T noArray(int index, Class<T> type) throws SQLException {
        if (getObject(index) == null) {
            return null;
        }
        throw SqlErrors.of(
                SqlErrors.CONVERSION,
                "A " + getMetaData().getColumnTypeName(index) + " cannot be read as " + type.getTypeName()
                        + "; only vectors and arrays can");
    }

    private boolean isArray(Column column) throws SQLException {
        return rows.getMetaData().getColumnType(column.mirrorIndex()) == Types.ARRAY;
    }

    /** {@code int.class} stands for {@code Integer.class}, and so on. */
    @SuppressWarnings("unchecked")
    private static <T> Class<T> wrapper(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    @Override
    public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("A type map");
        }
        return getObject(column);
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        Column column = column(index);
        if (column.isVector()) {
            float[] vector = vector(column);
            return vector == null ? null : VectraArray.ofVector(vector);
        }
        return get(index, "an array", ResultSet::getArray);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return get(column, "DECIMAL", ResultSet::getBigDecimal);
    }

    @Deprecated
    @Override
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, java.math.RoundingMode.HALF_UP);
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        return get(column, "bytes", ResultSet::getBytes);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        return get(column, "DATE", ResultSet::getDate);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return get(column, "DATE", (mirror, i) -> mirror.getDate(i, calendar));
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        return get(column, "TIME", ResultSet::getTime);
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return get(column, "TIME", (mirror, i) -> mirror.getTime(i, calendar));
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return get(column, "TIMESTAMP", ResultSet::getTimestamp);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return get(column, "TIMESTAMP", (mirror, i) -> mirror.getTimestamp(i, calendar));
    }

    @Override
    public @Nullable InputStream getAsciiStream(int column) throws SQLException {
        return get(column, "a stream", ResultSet::getAsciiStream);
    }

    @Deprecated
    @Override
    public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        throw SqlErrors.notSupported("getUnicodeStream (use getCharacterStream)");
    }

    @Override
    public @Nullable InputStream getBinaryStream(int column) throws SQLException {
        return get(column, "a stream", ResultSet::getBinaryStream);
    }

    @Override
    public @Nullable Reader getCharacterStream(int column) throws SQLException {
        return get(column, "a stream", ResultSet::getCharacterStream);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    @Override
    public @Nullable Blob getBlob(int column) throws SQLException {
        return get(column, "BLOB", ResultSet::getBlob);
    }

    @Override
    public @Nullable Clob getClob(int column) throws SQLException {
        return get(column, "CLOB", ResultSet::getClob);
    }

    @Override
    public @Nullable NClob getNClob(int column) throws SQLException {
        return get(column, "CLOB", ResultSet::getNClob);
    }

    @Override
    public @Nullable SQLXML getSQLXML(int column) throws SQLException {
        return get(column, "XML", ResultSet::getSQLXML);
    }

    @Override
    public @Nullable URL getURL(int column) throws SQLException {
        throw SqlErrors.notSupported("The type DATALINK (read it with getString)");
    }

    @Override
    public @Nullable Ref getRef(int column) throws SQLException {
        throw SqlErrors.notSupported("The type REF");
    }

    @Override
    public @Nullable RowId getRowId(int column) throws SQLException {
        throw SqlErrors.notSupported("The type ROWID");
    }

    @Override
    public boolean wasNull() throws SQLException {
        return step(ResultSet::wasNull);
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        return columns.find(label);
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        ResultSetMetaData known = metaData;
        if (known == null) {
            ResultSetMetaData mirror = step(ResultSet::getMetaData);
            List<ColumnDescription> descriptions = new ArrayList<>(columns.count());
            for (int i = 1; i <= columns.count(); i++) {
                try {
                    descriptions.add(ColumnDescription.of(mirror, columns.at(i).mirrorIndex()));
                } catch (SQLException e) {
                    throw SqlErrors.of(e);
                }
            }
            known = new VectraResultSetMetaData(columns, descriptions);
            metaData = known;
        }
        return known;
    }
}
