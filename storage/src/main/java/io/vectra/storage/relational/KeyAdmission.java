package io.vectra.storage.relational;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.h2.api.Aggregate;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate {@code ADMITTED}: whether the row that came last has none of its keys in common with one that was
 * admitted before; H2 creates it by name.
 *
 * <p>Thread rule: one for each run, used by the statement's thread.
 */
public final class KeyAdmission implements Aggregate {
    private final List<Set<Object>> admitted = new ArrayList<>();
    private boolean isAdmitted;

    /** Called by H2. */
    public KeyAdmission() {}

    @Override
    public int getInternalType(int[] inputTypes) throws SQLException {
        if (inputTypes.length < 2) {
            throw new SQLException("ADMITTED takes two keys or more, but was given " + inputTypes.length, "42001");
        }
        return Value.BOOLEAN;
    }

    @Override
    public void add(@Nullable Object value) {
        @Nullable Object[] keys = (@Nullable Object[]) value;
        if (keys == null) {
            throw new AssertionError("several arguments are never null together");
        }
        isAdmitted = true;
        for (int i = 0; i < keys.length; i++) {
            if (admitted.size() <= i) {
                admitted.add(new HashSet<>());
            }
            isAdmitted &= keys[i] == null || !admitted.get(i).contains(keys[i]);
        }
        for (int i = 0; isAdmitted && i < keys.length; i++) {
            if (keys[i] != null) {
                admitted.get(i).add(keys[i]);
            }
        }
    }

    @Override
    public Object getResult() {
        return isAdmitted;
    }
}
