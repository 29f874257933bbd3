package io.vectra.sql.execute;

import io.vectra.sql.execute.SearchBound.BoundValue;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query.
 *
 * @param view what it sees
 * @param binding knows what the values are
 * @param slots the values, as {@link Binding#slots} gives them, perhaps with more after them
 * @param search how hard the session's searches try
 * @param measured takes what is measured, or null if nothing is
 */
record Run(
        StatementView view,
        Binding binding,
        @Nullable Object[] slots,
        SearchOptions search,
        @Nullable Measurements measured) {
    Run with(Binding newBinding, @Nullable Object[] newSlots) {
        return new Run(view, newBinding, newSlots, search, measured);
    }

    Run with(@Nullable Object[] newSlots) {
        return new Run(view, binding, newSlots, search, measured);
    }

    /** Prepares a statement of the mirror with all its parameters set; the caller closes it. */
    PreparedStatement prepare(MirrorSql sql) throws SQLException {
        Binding.Fitted fitted = binding.fitting(sql, view, slots);
        PreparedStatement statement = view.prepare(fitted.text());
        try {
            binding.bind(statement, fitted, view, slots);
            return statement;
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    /** Returns a query vector, or null if it is NULL. */
    float @Nullable [] vector(QueryVector query) throws SQLException {
        Integer parameter = query.parameter();
        MirrorSql sql = query.sql();
        if (parameter != null || sql == null) {
            return parameter == null ? null : binding.vector(parameter, slots);
        }
        try (PreparedStatement statement = prepare(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            long reference = rows.getLong(1);
            return rows.wasNull() ? null : view.vectors().vector(reference);
        }
    }

    /** Returns the number that a distance is compared with, or null if it is NULL. */
    @Nullable
    Double number(BoundValue value) throws SQLException {
        Integer parameter = value.parameter();
        if (parameter != null && slots[parameter] instanceof Number number) {
            return number.doubleValue();
        }
        MirrorSql sql = value.sql();
        if (sql == null) {
            return value.constant();
        }
        try (PreparedStatement statement = prepare(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            double number = rows.getDouble(1);
            return rows.wasNull() ? null : Double.valueOf(number);
        }
    }
}
