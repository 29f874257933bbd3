package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.sql.Plan.ExecuteOptions;
import io.vectra.sql.Plan.ResultColumn;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The columns of a statement of the mirror that gives rows, as the validator knows them. Immutable. */
record ResultColumns(List<ResultColumn> list) {
    ResultColumns {
        list = List.copyOf(list);
    }

    /** Returns the columns with what the mirror says of them. */
    List<ResultColumn> described(StatementView view, MirrorSql sql) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql.text())) {
            ResultSetMetaData metadata = statement.getMetaData();
            List<ResultColumn> described = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                ResultColumn column = list.get(i);
                described.add(new ResultColumn(
                        column.label(), column.dimension(), column.isVector(), ColumnDescription.of(metadata, i + 1)));
            }
            return List.copyOf(described);
        }
    }

    /** Runs a bound statement, which its result closes. */
    Execution result(PreparedStatement statement, StatementView view, ExecuteOptions options) throws SQLException {
        if (options.maxRows() > 0) {
            statement.setLargeMaxRows(options.maxRows());
        }
        boolean hasVectors = list.stream().anyMatch(ResultColumn::isVector);
        return new Execution(
                statement.executeQuery(), list, hasVectors ? view.vectors() : null, -1, null, statement::close);
    }
}
