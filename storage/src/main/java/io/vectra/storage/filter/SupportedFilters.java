package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import io.vectra.storage.filter.ColumnType.Kind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Knows which filters give here exactly what they give in the relational mirror.
 *
 * <p>Beyond types and classes, two of the mirror's habits are left to it. It turns several equalities of one column
 * into one list, and compares a list in the highest type among its values, so values that would compare in binary
 * compare in decimal if another one does. And a list compares CHAR with its blanks, a single comparison without.
 *
 * <p>Thread rule: one thread.
 */
final class SupportedFilters implements Filter.Visitor<Boolean> {
    /** REAL has every integer up to here; a decimal and a binary comparison with them are the same. */
    private static final int REAL_INTEGER_MAX = 1 << 24;

    private final List<ColumnType> types;

    /** Whether a column is compared in binary. */
    private final Map<Integer, Boolean> isBinary = new HashMap<>();

    private final Map<Integer, Integer> equalityCounts = new HashMap<>();

    private SupportedFilters(List<ColumnType> types) {
        this.types = types;
    }

    static boolean isSupported(Filter filter, List<ColumnType> types) {
        return filter.accept(new SupportedFilters(types));
    }

    @Override
    public Boolean constant(Filter.Constant constant) {
        return true;
    }

    @Override
    public Boolean comparison(Filter.Comparison comparison) {
        if (!isComparable(comparison.column(), comparison.value())) {
            return false;
        }
        boolean isEquality =
                comparison.operator() == Filter.Operator.EQUAL || comparison.operator() == Filter.Operator.NOT_EQUAL;
        return types.get(comparison.column()).kind() != Kind.CHAR
                || !isEquality
                || equalityCounts.merge(comparison.column(), 1, Integer::sum) == 1;
    }

    @Override
    public Boolean in(Filter.In in) {
        if (!exists(in.column()) || types.get(in.column()).kind() == Kind.CHAR) {
            return false;
        }
        for (Serializable value : in.values()) {
            if (!isComparable(in.column(), value)) {
                return false;
            }
        }
        return !in.values().isEmpty() || types.get(in.column()).kind() != Kind.NULLITY;
    }

    @Override
    public Boolean like(Filter.Like like) {
        return exists(like.column()) && types.get(like.column()).kind() == Kind.TEXT;
    }

    @Override
    public Boolean isNull(Filter.IsNull isNull) {
        return exists(isNull.column());
    }

    @Override
    public Boolean and(Filter.And and) {
        return areSupported(and.filters());
    }

    @Override
    public Boolean or(Filter.Or or) {
        return areSupported(or.filters());
    }

    @Override
    public Boolean not(Filter.Not not) {
        return not.filter().accept(this);
    }

    private boolean areSupported(List<Filter> filters) {
        for (Filter filter : filters) {
            if (!filter.accept(this)) {
                return false;
            }
        }
        return true;
    }

    private boolean exists(int column) {
        return column >= 0 && column < types.size();
    }

    private boolean isComparable(int column, Serializable value) {
        if (!exists(column)) {
            return false;
        }
        ColumnType type = types.get(column);
        return switch (type.kind()) {
            case NULLITY -> false;
            case TEXT, CHAR -> value instanceof String;
            case UUID -> value instanceof UUID;
            case INTEGER, REAL, DOUBLE ->
                ColumnKeys.cut(type, value) != null && isUniform(column, type.kind(), (Number) value);
            default -> ColumnKeys.cut(type, value) != null;
        };
    }

    private boolean isUniform(int column, Kind kind, Number value) {
        boolean isFloat = value instanceof Float || value instanceof Double;
        boolean isDecimal = value instanceof BigDecimal || value instanceof Long;
        boolean isBoth =
                !isFloat && !isDecimal && (kind != Kind.REAL || Math.abs(value.longValue()) < REAL_INTEGER_MAX);
        if (isBoth) {
            return true;
        }
        boolean isBinaryHere = !isDecimal;
        Boolean before = isBinary.putIfAbsent(column, isBinaryHere);
        return before == null || before == isBinaryHere;
    }
}
