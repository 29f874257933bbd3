package io.vectra.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;

/**
 * Keeps {@code SET column = DEFAULT} from the validator, which knows DEFAULT in INSERT only: a NULL stands there
 * meanwhile.
 */
final class UpdateDefaults {
    private final List<Integer> indexes = new ArrayList<>();
    private final List<SqlNode> defaults = new ArrayList<>();

    private UpdateDefaults() {}

    static UpdateDefaults takeOut(SqlNode statement) {
        UpdateDefaults taken = new UpdateDefaults();
        if (statement instanceof SqlUpdate update) {
            SqlNodeList sources = update.getSourceExpressionList();
            for (int i = 0; i < sources.size(); i++) {
                if (VectorTyping.isDefaultCall(sources.get(i))) {
                    taken.indexes.add(i);
                    taken.defaults.add(sources.get(i));
                    sources.set(i, SqlLiteral.createNull(sources.get(i).getParserPosition()));
                }
            }
        }
        return taken;
    }

    void putBack(SqlNode statement) {
        if (statement instanceof SqlUpdate update) {
            for (int i = 0; i < indexes.size(); i++) {
                update.getSourceExpressionList().set(indexes.get(i), defaults.get(i));
            }
        }
    }
}
