package io.vectra.storage.relational;

import io.vectra.storage.EligibleRows;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Aggregate;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate {@code COLLECT}: adds the references that it is given to the running statement's {@link EligibleRows};
 * H2 creates it by name.
 *
 * <p>Thread rule: one for each group of each run, used by the statement's thread.
 */
public final class ReferenceCollector implements Aggregate {
    private @Nullable EligibleRows rows;
    private long count;

    /** Called by H2. */
    public ReferenceCollector() {}

    @Override
    public void init(Connection connection) {
        MirrorContext context = MirrorContext.current();
        rows = context == null ? null : context.collected();
    }

    @Override
    public int getInternalType(int[] inputTypes) throws SQLException {
        if (inputTypes.length != 1) {
            throw new SQLException("COLLECT takes one argument, but was given " + inputTypes.length, "42001");
        }
        return Value.BIGINT;
    }

    @Override
    public void add(@Nullable Object value) {
        if (value != null && rows != null) {
            rows.add((Long) value);
            count++;
        }
    }

    @Override
    public Object getResult() {
        return count;
    }
}
