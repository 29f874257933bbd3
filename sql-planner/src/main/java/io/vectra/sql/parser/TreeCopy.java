package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Copies a parsed tree, so that both can be changed, and checked each by itself. */
final class TreeCopy extends SqlShuttle {
    private TreeCopy() {}

    static SqlNode of(SqlNode node) {
        SqlNode copy = node.accept(new TreeCopy());
        if (copy == null) {
            throw new AssertionError("a copy is never null");
        }
        return copy;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, handler);
        return handler.result();
    }

    @Override
    public SqlNode visit(SqlIdentifier id) {
        return id.clone(id.getParserPosition());
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        return new SqlDynamicParam(parameter.getIndex(), parameter.getParserPosition());
    }
}
