package io.vectra.sql.execute;

import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorSql.Forms;
import io.vectra.sql.mirror.MirrorSql.Invariant;
import io.vectra.sql.mirror.MirrorSql.Typing;
import io.vectra.sql.mirror.MirrorSql.Use;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.system.SystemRows;
import io.vectra.sql.validate.Parameters;
import io.vectra.storage.MirrorColumn;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextHits;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
    /**
     * How many values are compared one after the other for each row that an index finds by them; more are looked up for
     * each row of the table. 4 000 are compared in 0.1 s, half of which is the comparing; it grows with the square.
     */
    private static final int LISTED_MAX = 4_000;

    private static final String CANCELLED = "57014";

    /** Stands for the rows of a full-text query that is NULL. */
    private static final Object NO_QUERY = new Object();

    private final List<ParameterInfo> infos;
    private final List<@Nullable String> places;
    private final List<float[]> constants;
    private final List<SystemRows> tables;
    private final List<TextSlot> texts;
    private final int firstText;
    private final int slotCount;

    /**
     * Creates the binding of one planned statement.
     *
     * @param infos the user's parameters
     * @param parameters what was found out about them, and the vectors of the text
     * @param tables the system tables that the statement reads
     * @param texts its full-text queries
     */
    public Binding(List<ParameterInfo> infos, Parameters parameters, List<SystemRows> tables, List<TextSlot> texts) {
        this.infos = List.copyOf(infos);
        this.constants = parameters.constants();
        this.tables = List.copyOf(tables);
        this.texts = List.copyOf(texts);
        this.firstText = firstText(infos.size(), parameters, tables);
        this.slotCount = firstText + texts.size();
        List<@Nullable String> found = new ArrayList<>();
        for (int i = 0; i < infos.size(); i++) {
            found.add(parameters.place(i));
        }
        this.places = found;
    }

    /** Returns the same binding with room for more values. */
    public Binding withRoom(int more) {
        return new Binding(this, slotCount + more);
    }

    private Binding(Binding other, int slotCount) {
        this.infos = other.infos;
        this.places = other.places;
        this.constants = other.constants;
        this.tables = other.tables;
        this.texts = other.texts;
        this.firstText = other.firstText;
        this.slotCount = slotCount;
    }

    /** Returns the slot of a statement's first full-text query. */
    public static int firstText(int userCount, Parameters parameters, List<SystemRows> tables) {
        return userCount
                + parameters.constants().size()
                + tables.stream()
                        .mapToInt(table -> table.info().columns().size())
                        .sum();
    }

    /** Returns the full-text queries. */
    public List<TextSlot> texts() {
        return texts;
    }

    /** Returns the slot of the first full-text query. */
    public int firstText() {
        return firstText;
    }

    /** Returns the full-text query of a slot. */
    TextSlot text(int slot) {
        return texts.get(slot - firstText);
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
        for (SystemRows table : tables) {
            for (@Nullable Object[] column : table.columns(session, settings.values(session))) {
                slots[next++] = column;
            }
        }
        return slots;
    }

    /**
     * A statement in the form in which it runs.
     *
     * @param text the statement
     * @param sql of which it is the text, but for types
     * @param invariants Object[number of them], the values of what was computed before it
     */
    record Fitted(String text, MirrorSql sql, @Nullable Object[] invariants) {
        private static final @Nullable Object[] NONE = {};

        private Fitted(MirrorSql sql) {
            this(sql.text(), sql, NONE);
        }
    }

    /** Returns the form in which a statement runs, and computes what has to be known before. */
    Fitted fitting(MirrorSql sql, StatementView view, @Nullable Object[] slots) throws SQLException {
        Forms forms = sql.forms();
        if (forms == null) {
            return new Fitted(sql);
        }
        boolean isShort = true;
        for (int slot : forms.listed().slots()) {
            if (isText(slot) && text(slot).use() == TextSlot.Use.ROW_IDS) {
                Object ids = slots[slot] == null ? hits(slot, view, slots) : slots[slot];
                slots[slot] = ids;
                isShort &= !(ids instanceof Long[] list) || list.length <= LISTED_MAX;
            }
        }
        List<MirrorColumn> columns = new ArrayList<>();
        for (Invariant invariant : forms.invariants()) {
            MirrorColumn column = computed(invariant, view, slots);
            if (column == null) {
                return new Fitted(sql);
            }
            isShort &= isListed(column, invariant);
            columns.add(column);
        }
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            MirrorColumn column = columns.get(i);
            Invariant invariant = forms.invariants().get(i);
            boolean isBare = isShort && invariant.columnType() != null;
            if (invariant.use() == Use.VALUE && !isBare && column.type() == null) {
                return new Fitted(sql);
            }
            values[i] = switch (invariant.use()) {
                case VALUE -> column.first();
                case EXISTS -> column.count() > 0;
                case LIST -> isBare ? column.array() : Long.valueOf(view.stage(column));
            };
        }
        MirrorSql form = isShort ? forms.listed() : forms.lookedUp();
        return new Fitted(form.typed(invariant -> typing(columns.get(invariant))), form, values);
    }

    /** Returns what gives a parameter the type of a column, and leaves its value as it is. */
    private static Typing typing(MirrorColumn column) {
        return column.isKeptByCast()
                ? new Typing("CAST(", " AS " + column.type() + ")")
                : new Typing("COALESCE(", ", CAST(NULL AS " + column.type() + "))");
    }

    /** Returns whether the statement may find rows by the values. */
    private static boolean isListed(MirrorColumn column, Invariant invariant) {
        Integer type = invariant.columnType();
        return type == null || (column.count() <= LISTED_MAX && column.isFoundByIndex(type));
    }

    /**
     * Computes a sub-query. One that fails, or has too many rows for a value, is left to the statement, which fails if
     * it asks for it.
     *
     * @return null if the statement has to compute it
     */
    private @Nullable MirrorColumn computed(Invariant invariant, StatementView view, @Nullable Object[] slots)
            throws SQLException {
        MirrorSql sql = invariant.sql();
        if (sql == null) {
            return slots[invariant.hits()] instanceof Long[] rowIds ? view.column(rowIds) : null;
        }
        Fitted fitted = fitting(sql, view, slots);
        try (PreparedStatement statement = view.prepare(fitted.text())) {
            bind(statement, fitted, view, slots);
            statement.setMaxRows(
                    switch (invariant.use()) {
                        case VALUE -> 2;
                        case EXISTS -> 1;
                        case LIST -> 0;
                    });
            MirrorColumn column = view.column(statement);
            boolean isOne = column != null && (invariant.use() != Use.VALUE || column.count() <= 1);
            return isOne ? column : null;
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            return null;
        }
    }

    /** Sets all parameters of a statement of the mirror. */
    void bind(PreparedStatement statement, Fitted fitted, StatementView view, @Nullable Object[] slots)
            throws SQLException {
        List<Integer> of = fitted.sql().slots();
        for (int i = 0; i < of.size(); i++) {
            int invariant = Forms.invariant(of.get(i));
            if (invariant < 0) {
                bind(statement, i + 1, of.get(i), view, slots);
            } else if (fitted.invariants()[invariant] == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setObject(i + 1, fitted.invariants()[invariant]);
            }
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
        if (isText(slot) && slots[slot] == null) {
            slots[slot] = hits(slot, view, slots);
        }
        Object value = slots[slot];
        if (value == null || value == NO_QUERY) {
            statement.setNull(target, Types.NULL);
        } else {
            statement.setObject(target, value);
        }
    }

    private boolean isText(int slot) {
        return firstText <= slot && slot < firstText + texts.size();
    }

    /** Finds the rows of a full-text query; once in a run. */
    private Object hits(int slot, StatementView view, @Nullable Object[] slots) throws SQLException {
        TextSlot text = text(slot);
        if (text.ranked() != null) {
            throw new SqlFailure(
                    "0A000",
                    "hybrid(…, 'rrf') is a rank among the rows of the query that it orders; use it where that query reads"
                            + " one table, orders by it first, DESC, and has a LIMIT, with a query and a vector");
        }
        String query = queryText(text, view, slots);
        if (query == null) {
            return NO_QUERY;
        }
        TextHits hits = view.texts(text.search(query)).all(text.hasScores(), null);
        if (text.use() == TextSlot.Use.ROW_IDS) {
            return CandidateRun.boxed(hits.rowIds());
        }
        return view.stage(hits, bestScore(hits));
    }

    /** Returns the score that a share of 1 has; 1 if nothing is found. */
    static double bestScore(TextHits hits) {
        double best = hits.bestScore();
        return best > 0 ? best : 1;
    }

    /** Returns the text of a full-text query, or null if it is NULL. */
    @Nullable
    String queryText(TextSlot text, StatementView view, @Nullable Object[] slots) throws SQLException {
        Integer parameter = text.query().parameter();
        MirrorSql sql = text.query().sql();
        if (parameter != null) {
            Object value = slots[parameter];
            return value == null ? null : value.toString();
        }
        if (sql == null) {
            return text.query().constant();
        }
        Fitted fitted = fitting(sql, view, slots);
        try (PreparedStatement statement = view.prepare(fitted.text())) {
            bind(statement, fitted, view, slots);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
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
