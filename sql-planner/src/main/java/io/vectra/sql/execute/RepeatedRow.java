package io.vectra.sql.execute;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a statement would change a row twice.
 *
 * @param sql gives a row if it would
 * @param binding of the statement's parameters
 * @param message what is said then
 */
public record RepeatedRow(MirrorSql sql, Binding binding, String message) {
    static final String SQL_STATE = "21000";

    boolean isIn(StatementView view, @Nullable Object[] slots) throws SQLException {
        Binding.Fitted fitted = binding.fitting(sql, view, slots);
        try (PreparedStatement statement = view.prepare(fitted.text())) {
            binding.bind(statement, fitted, view, slots);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** @param violation by which the mirror noticed, or null */
    SqlFailure failure(@Nullable SQLException violation) {
        return new SqlFailure(SQL_STATE, message, 0, 0, violation);
    }
}
