package io.vectra.sql;

import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs a query and returns its rows, each vector as a list of its floats. */
final class Rows {
    private Rows() {}

    static List<List<Object>> of(SqlEngine engine, Session session, String sql, Object... values) throws SQLException {
        Plan plan = engine.prepare(sql);
        try (Execution execution = plan.execute(session, values, Plan.ExecuteOptions.NONE)) {
            List<List<Object>> rows = new ArrayList<>();
            while (execution.rows().next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < execution.columns().size(); i++) {
                    Object value = execution.rows().getObject(i + 1);
                    boolean isVector = execution.columns().get(i).isVector() && value != null;
                    row.add(isVector ? floats(execution.vectors().vector(((Number) value).longValue())) : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<Float> floats(float[] vector) {
        List<Float> floats = new ArrayList<>(vector.length);
        for (float number : vector) {
            floats.add(number);
        }
        return floats;
    }
}
