package io.vectra.sql.execute;

import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.system.SystemTable;
import io.vectra.sql.validate.Parameters;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives statements of the mirror their values: the user's parameters, the vectors that stood in the text, and the rows
 * of system tables. Immutable.
 */
public final class Binding {
    private final List<ParameterInfo> infos;
    private final List<@Nullable String> places;
    private final List<float[]> constants;
    private final List<SystemTable> tables;
    private final int slotCount;

    /**
     * Creates the binding of one planned statement.
     *
     * @param infos the user's parameters
     * @param parameters what was found out about them, and the vectors of the text
     * @param tables the system tables that the statement reads
     */
    public Binding(List<ParameterInfo> infos, Parameters parameters, List<SystemTable> tables) {
        this.infos = List.copyOf(infos);
        this.constants = parameters.constants();
        this.tables = List.copyOf(tables);
        this.slotCount = infos.size()
                + constants.size()
                + tables.stream()
                        .mapToInt(table -> table.info().columns().size())
                        .sum();
        List<@Nullable String> found = new ArrayList<>();
        for (int i = 0; i < infos.size(); i++) {
            found.add(parameters.place(i));
        }
        this.places = found;
    }

    /** Returns how many values {@link #slots} gives; whoever adds more gives them the next indices. */
    public int slotCount() {
        return slotCount;
    }

    /**
     * Returns a run's values: the user's, the vectors of the text, and the rows of the system tables, column by column.
     */
    @Nullable
    Object[] slots(Session session, SettingStore settings, @Nullable Object[] values) {
        if (values.length == slotCount) {
            return values;
        }
        @Nullable Object[] slots = Arrays.copyOf(values, slotCount);
        int next = infos.size();
        for (float[] constant : constants) {
            slots[next++] = constant;
        }
        for (SystemTable table : tables) {
            for (@Nullable Object[] column : table.columns(session.database(), settings.values(session))) {
                slots[next++] = column;
            }
        }
        return slots;
    }

    /** Sets all parameters of a statement of the mirror. */
    void bind(PreparedStatement statement, MirrorSql sql, StatementView view, @Nullable Object[] slots)
            throws SQLException {
        for (int i = 0; i < sql.slots().size(); i++) {
            bind(statement, i + 1, sql.slots().get(i), view, slots);
        }
    }

    private void bind(PreparedStatement statement, int target, int slot, StatementView view, @Nullable Object[] slots)
            throws SQLException {
        if (isVector(slot)) {
            float[] vector = vector(slot, slots);
            if (vector == null) {
                statement.setNull(target, Types.BIGINT);
            } else {
                statement.setLong(target, stage(view, vector, slot));
            }
            return;
        }
        Object value = slots[slot];
        if (value == null) {
            statement.setNull(target, Types.NULL);
        } else {
            statement.setObject(target, value);
        }
    }

    private boolean isVector(int slot) {
        return slot < infos.size() ? infos.get(slot).isVector() : slot < infos.size() + constants.size();
    }

    /** Returns the vector of a parameter, or null if it is NULL. */
    float @Nullable [] vector(int slot, @Nullable Object[] slots) throws SQLException {
        if (slot >= infos.size()) {
            return constants.get(slot - infos.size());
        }
        Object value = slots[slot];
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
