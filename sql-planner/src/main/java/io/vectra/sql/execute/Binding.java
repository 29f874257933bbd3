package io.vectra.sql.execute;

import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.validate.Parameters;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives statements of the mirror their values: the user's parameters, and the vectors that stood in the text.
 * Immutable.
 */
public final class Binding {
    private static final Object[][] NOTHING_FOUND = {};

    private final List<ParameterInfo> infos;
    private final List<@Nullable String> places;
    private final List<float[]> constants;

    /**
     * Creates the binding of one planned statement.
     *
     * @param infos the user's parameters
     * @param parameters what was found out about them, and the vectors of the text
     */
    public Binding(List<ParameterInfo> infos, Parameters parameters) {
        this.infos = List.copyOf(infos);
        this.constants = parameters.constants();
        List<@Nullable String> found = new ArrayList<>();
        for (int i = 0; i < infos.size(); i++) {
            found.add(parameters.place(i));
        }
        this.places = found;
    }

    /** Sets all parameters of a statement of the mirror. */
    void bind(PreparedStatement statement, MirrorSql sql, StatementView view, @Nullable Object[] values)
            throws SQLException {
        bind(statement, sql, view, values, NOTHING_FOUND);
    }

    /**
     * Sets all parameters of a statement of the mirror, some of which are arrays.
     *
     * @param found the arrays; they follow the user's parameters and the vectors of the text
     */
    void bind(
            PreparedStatement statement, MirrorSql sql, StatementView view, @Nullable Object[] values, Object[][] found)
            throws SQLException {
        List<Integer> slots = sql.slots();
        int firstArray = infos.size() + constants.size();
        for (int i = 0; i < slots.size(); i++) {
            int slot = slots.get(i);
            if (slot >= firstArray) {
                statement.setObject(i + 1, found[slot - firstArray]);
            } else {
                bind(statement, i + 1, slot, view, values);
            }
        }
    }

    private void bind(PreparedStatement statement, int target, int slot, StatementView view, @Nullable Object[] values)
            throws SQLException {
        if (isVector(slot)) {
            float[] vector = vector(slot, values);
            if (vector == null) {
                statement.setNull(target, Types.BIGINT);
            } else {
                statement.setLong(target, stage(view, vector, slot));
            }
            return;
        }
        Object value = values[slot];
        if (value == null) {
            statement.setNull(target, Types.NULL);
        } else {
            statement.setObject(target, value);
        }
    }

    private boolean isVector(int slot) {
        return slot >= infos.size() || infos.get(slot).isVector();
    }

    /** Returns the vector of a parameter, or null if it is NULL. */
    float @Nullable [] vector(int slot, @Nullable Object[] values) throws SQLException {
        if (slot >= infos.size()) {
            return constants.get(slot - infos.size());
        }
        Object value = values[slot];
        if (value == null) {
            return null;
        }
        String what = "parameter " + (slot + 1);
        float[] vector = VectorValues.of(value, what);
        int dimension = infos.get(slot).dimension();
        if (dimension != 0 && vector.length != dimension) {
            throw new SqlFailure(
                    "22000",
                    "Parameter " + (slot + 1) + ": "
                            + Parameters.lengthMessage(places.get(slot), dimension, vector.length));
        }
        return vector;
    }

    private long stage(StatementView view, float[] vector, int slot) {
        try {
            return view.stage(vector);
        } catch (StoreException e) {
            String place = slot < places.size() ? places.get(slot) : null;
            String start = slot < infos.size()
                    ? "Parameter " + (slot + 1) + (place == null ? "" : " for " + place) + ": "
                    : "";
            throw new SqlFailure(e.error().sqlState(), start + e.getMessage(), 0, 0, e);
        }
    }
}
