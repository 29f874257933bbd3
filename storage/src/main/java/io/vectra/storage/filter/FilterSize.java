package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.io.Serializable;
import java.util.List;

/** Estimates the bytes that a filter takes on the heap. Thread rule: stateless, any number of threads. */
public final class FilterSize implements Filter.Visitor<Long> {
    private static final FilterSize INSTANCE = new FilterSize();
    private static final long NODE_BYTES = 64;
    private static final long VALUE_BYTES = 40;

    private FilterSize() {}

    /** Returns about how many bytes a filter with all in it takes. */
    public static long sizeBytes(Filter filter) {
        return filter.accept(INSTANCE);
    }

    @Override
    public Long constant(Filter.Constant constant) {
        return 0L;
    }

    @Override
    public Long comparison(Filter.Comparison comparison) {
        return NODE_BYTES + sizeBytes(comparison.value());
    }

    @Override
    public Long in(Filter.In in) {
        long bytes = NODE_BYTES;
        for (Serializable value : in.values()) {
            bytes += sizeBytes(value);
        }
        return bytes;
    }

    @Override
    public Long like(Filter.Like like) {
        return NODE_BYTES + sizeBytes(like.pattern());
    }

    @Override
    public Long isNull(Filter.IsNull isNull) {
        return NODE_BYTES;
    }

    @Override
    public Long and(Filter.And and) {
        return sizeBytes(and.filters());
    }

    @Override
    public Long or(Filter.Or or) {
        return sizeBytes(or.filters());
    }

    @Override
    public Long not(Filter.Not not) {
        return NODE_BYTES + sizeBytes(not.filter());
    }

    private static long sizeBytes(List<Filter> filters) {
        return NODE_BYTES + filters.stream().mapToLong(FilterSize::sizeBytes).sum();
    }

    private static long sizeBytes(Serializable value) {
        return VALUE_BYTES + (value instanceof String text ? 2L * text.length() : 0);
    }
}
