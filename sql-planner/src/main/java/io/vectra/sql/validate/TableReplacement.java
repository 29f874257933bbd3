package io.vectra.sql.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Puts something else in place of what the queries of a statement read, in the tree itself. */
public abstract class TableReplacement extends SqlBasicVisitor<Void> {
    /** Returns what takes the place of something in FROM, perhaps itself; a join is asked for its sides. */
    protected abstract SqlNode replaced(SqlNode from);

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && select.getFrom() != null) {
            select.setFrom(replaced(select.getFrom()));
        } else if (call instanceof SqlJoin join) {
            join.setLeft(replaced(join.getLeft()));
            join.setRight(replaced(join.getRight()));
        } else if (call instanceof SqlUpdate update && update.getSourceSelect() != null) {
            update.getSourceSelect().accept(this);
        } else if (call instanceof SqlDelete delete && delete.getSourceSelect() != null) {
            delete.getSourceSelect().accept(this);
        }
        return super.visit(call);
    }
}
