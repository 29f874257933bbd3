package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Leaves out FROM DUAL, the table of one row without columns, unless something else has this name. */
final class OneRowTable extends SqlBasicVisitor<Void> {
    private static final String NAME = "DUAL";

    private boolean isNamed;

    private OneRowTable() {}

    /** Returns a statement without it; the tree itself is changed. */
    static SqlNode leftOut(SqlNode statement, CatalogView catalog) {
        OneRowTable names = new OneRowTable();
        statement.accept(names);
        if (!names.isNamed && catalog.table(new SqlIdentifier(NAME, statement.getParserPosition())) == null) {
            statement.accept(new SqlBasicVisitor<Void>() {
                @Override
                public @Nullable Void visit(SqlCall call) {
                    if (call instanceof SqlSelect select && isDual(select.getFrom())) {
                        select.setFrom(null);
                    }
                    return super.visit(call);
                }
            });
        }
        return statement;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        isNamed |= call instanceof SqlWithItem item && item.name.getSimple().equals(NAME);
        return super.visit(call);
    }

    private static boolean isDual(@Nullable SqlNode from) {
        SqlNode table = from != null && from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return table instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equals(NAME);
    }
}
