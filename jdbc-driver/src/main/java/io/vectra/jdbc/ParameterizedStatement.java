package io.vectra.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement: each turns its argument into one value and hands it to {@link #set}. */
abstract class ParameterizedStatement extends VectraStatement implements PreparedStatement {
    private static final long WHOLE = -1;

    ParameterizedStatement(VectraConnection connection, int resultSetType) {
        super(connection, resultSetType);
    }

    /**
     * Takes a parameter's value.
     *
     * @param index from 1
     * @param value copied if it can change
     */
    abstract void set(int index, @Nullable Object value) throws SQLException;

    @Override
    public final void setNull(int index, int sqlType) throws SQLException {
        set(index, null);
    }

    @Override
    public final void setNull(int index, int sqlType, String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public final void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, calendar == null || value == null ? value : CalendarTimes.date(value, calendar));
    }

    @Override
    public final void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, calendar == null || value == null ? value : CalendarTimes.time(value, calendar));
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
            throws SQLException {
        set(index, calendar == null || value == null ? value : CalendarTimes.timestamp(value, calendar));
    }

    @Override
    public final void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int targetType) throws SQLException {
        set(index, ParameterConversions.convert(value, targetType));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int targetType, int scaleOrLength)
            throws SQLException {
        set(index, ParameterConversions.convert(value, targetType, scaleOrLength));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType targetType) throws SQLException {
        setObject(index, value, number(targetType));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType targetType, int scaleOrLength)
            throws SQLException {
        setObject(index, value, number(targetType), scaleOrLength);
    }

    private static int number(SQLType type) throws SQLException {
        Integer number = type == null ? null : type.getVendorTypeNumber();
        if (number == null) {
            throw SqlErrors.badArgument("targetSqlType", type, "a constant of java.sql.JDBCType");
        }
        return number;
    }

    @Override
    public final void setArray(int index, @Nullable Array value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    public final void setBlob(int index, @Nullable Blob value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        set(index, Streams.bytes(stream, WHOLE));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        set(index, Streams.bytes(stream, WHOLE));
    }

    @Override
    public final void setClob(int index, @Nullable Clob value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public final void setClob(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, WHOLE));
    }

    @Override
    public final void setNClob(int index, @Nullable NClob value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public final void setNClob(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, WHOLE));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, WHOLE));
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, WHOLE));
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setAsciiStream(index, stream, (long) length);
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        byte[] bytes = Streams.bytes(stream, length);
        set(index, bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII));
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        setAsciiStream(index, stream, WHOLE);
    }

    @Deprecated
    @Override
    public final void setUnicodeStream(int index, InputStream stream, int length) throws SQLException {
        throw SqlErrors.notSupported("setUnicodeStream (use setCharacterStream)");
    }

    @Override
    public final void setRef(int index, Ref value) throws SQLException {
        throw SqlErrors.notSupported("The type REF");
    }

    @Override
    public final void setRowId(int index, RowId value) throws SQLException {
        throw SqlErrors.notSupported("The type ROWID");
    }

    @Override
    public final void setSQLXML(int index, SQLXML value) throws SQLException {
        throw SqlErrors.notSupported("The type XML");
    }
}
