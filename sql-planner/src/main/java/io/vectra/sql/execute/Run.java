package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query.
 *
 * @param view what it sees
 * @param binding knows what the values are
 * @param slots the values, as {@link Binding#slots} gives them, perhaps with more after them
 * @param search how hard the session's searches try
 */
record Run(StatementView view, Binding binding, @Nullable Object[] slots, SearchOptions search) {
    Run with(@Nullable Object[] newSlots) {
        return new Run(view, binding, newSlots, search);
    }

    /** Prepares a statement of the mirror with all its parameters set; the caller closes it. */
    PreparedStatement prepare(MirrorSql sql) throws SQLException {
        PreparedStatement statement = view.prepare(sql.text());
        try {
            binding.bind(statement, sql, view, slots);
            return statement;
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }
}
