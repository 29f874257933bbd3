package io.vectra.sql.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps conditions of outer queries away from queries with QUALIFY: the mirror loses QUALIFY where it takes a condition
 * on a key inside, but it takes none into a query with OFFSET.
 */
final class QualifiedQueries extends SqlBasicVisitor<Void> {
    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select
                && select.getQualify() != null
                && select.getOffset() == null
                && select.getFetch() == null) {
            select.setOffset(SqlLiteral.createExactNumeric("0", select.getParserPosition()));
        }
        return super.visit(call);
    }
}
