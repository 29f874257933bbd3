package io.vectra.sql.execute;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an INSERT with ON CONFLICT DO UPDATE brings the same key twice.
 *
 * @param sql gives a row if it does
 * @param binding of the statement's parameters
 * @param key the names of the key's columns
 */
public record RepeatedKey(MirrorSql sql, Binding binding, List<String> key) {
    static final String SQL_STATE = "21000";

    boolean isIn(StatementView view, @Nullable Object[] slots) throws SQLException {
        MirrorSql used = binding.fitting(sql, view, slots);
        try (PreparedStatement statement = view.prepare(used.text())) {
            binding.bind(statement, used, view, slots);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    SqlFailure failure(@Nullable SQLException violation) {
        return new SqlFailure(
                SQL_STATE,
                "ON CONFLICT DO UPDATE cannot change a row twice, but two rows of the statement have the same "
                        + String.join(", ", key) + "; give each key once",
                0,
                0,
                violation);
    }
}
