package io.vectra.storage.relational;

import io.vectra.storage.MirrorColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcResultSet;
import org.h2.util.HasSQL;
import org.h2.value.CompareMode;
import org.h2.value.DataType;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueBigint;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueRow;
import org.jspecify.annotations.Nullable;

/** The values of a query's one column, or its rows, compared as H2 compares them. Thread rule: one thread at a time. */
final class ReadColumn implements MirrorColumn {
    private final List<Value> values;
    private final TypeInfo type;
    private final SessionLocal session;
    private @Nullable TreeSet<Value> sorted;
    /** Whether one of the values is NULL, or a row with a NULL. */
    private boolean hasNull;

    private ReadColumn(List<Value> values, TypeInfo type, SessionLocal session) {
        this.values = values;
        this.type = type;
        this.session = session;
    }

    /** Reads a result; null if it has large objects, which end with it, or arrays, in which NULLs may be. */
    static @Nullable ReadColumn of(JdbcResultSet rows, SessionLocal session) throws SQLException {
        List<Value> values = new ArrayList<>();
        int columns = rows.getResult().getVisibleColumnCount();
        while (rows.next()) {
            Value[] row = new Value[columns];
            for (int i = 0; i < columns; i++) {
                row[i] = rows.getInternal(i + 1);
                switch (row[i].getValueType()) {
                    case Value.CLOB, Value.BLOB, Value.ARRAY, Value.ROW -> {
                        return null;
                    }
                    default -> {}
                }
            }
            values.add(columns == 1 ? row[0] : ValueRow.get(row));
        }
        return new ReadColumn(values, rows.getResult().getColumnType(0), session);
    }

    static ReadColumn of(Long[] rowIds, SessionLocal session) {
        List<Value> values = new ArrayList<>(rowIds.length);
        for (Long rowId : rowIds) {
            values.add(ValueBigint.get(rowId));
        }
        return new ReadColumn(values, TypeInfo.TYPE_BIGINT, session);
    }

    @Override
    public int count() {
        return values.size();
    }

    @Override
    public @Nullable Object first() {
        return values.isEmpty() || values.get(0) == ValueNull.INSTANCE ? null : values.get(0);
    }

    @Override
    public boolean isFoundByIndex(int jdbcType) {
        TypeInfo type = TypeInfo.getTypeInfo(DataType.convertSQLTypeToValueType(jdbcType));
        Set<Integer> types = new HashSet<>();
        for (Value value : values) {
            if (types.add(value.getValueType()) && !isFoundByIndex(type, value.getType())) {
                return false;
            }
        }
        return true;
    }

    /** CHAR is compared without the spaces at its end, which an index of VARCHAR has. */
    private static boolean isFoundByIndex(TypeInfo column, TypeInfo value) {
        boolean isChar = column.getValueType() == Value.CHAR || value.getValueType() == Value.CHAR;
        return value.getValueType() == Value.NULL
                || (!isChar && TypeInfo.haveSameOrdering(column, TypeInfo.getHigherType(column, value)));
    }

    @Override
    public @Nullable String type() {
        return switch (type.getValueType()) {
            case Value.UNKNOWN, Value.NULL, Value.CHAR, Value.BINARY -> null;
            default -> type.getSQL(HasSQL.DEFAULT_SQL_FLAGS);
        };
    }

    @Override
    public boolean isKeptByCast() {
        return !(first() instanceof ValueNumeric value) || value.getBigDecimal().scale() == type.getScale();
    }

    @Override
    public Object array() {
        return ValueArray.get(values.toArray(Value[]::new), session);
    }

    /** Returns whether a value is among these, as IN does: null is unknown. */
    @Nullable
    Boolean contains(Value value) {
        if (values.isEmpty()) {
            return false;
        }
        TreeSet<Value> known = sorted == null ? sort() : sorted;
        if (value.containsNull()) {
            return null;
        }
        return known.contains(value) ? Boolean.TRUE : hasNull ? null : Boolean.FALSE;
    }

    private TreeSet<Value> sort() {
        CompareMode mode = session.getDatabase().getCompareMode();
        var found = new TreeSet<Value>((left, right) -> left.compareTo(right, session, mode));
        for (Value value : values) {
            if (value.containsNull()) {
                hasNull = true;
            } else {
                found.add(value);
            }
        }
        sorted = found;
        return found;
    }
}
