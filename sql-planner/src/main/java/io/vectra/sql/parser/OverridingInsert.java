package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** INSERT … OVERRIDING {SYSTEM | USER} VALUE. */
public final class OverridingInsert extends SqlInsert {
    /** Whose values of identity columns count. */
    public enum Kind {
        /** Those that are given, also for GENERATED ALWAYS. */
        SYSTEM,
        /** Those that the identities make, whatever is given. */
        USER;

        /** Copies of a statement are made by its operator. */
        private final SqlOperator operator = new SqlSpecialOperator("INSERT", SqlKind.INSERT) {
            @Override
            public OverridingInsert createCall(
                    @Nullable SqlLiteral quantifier, SqlParserPos pos, @Nullable SqlNode... operands) {
                return new OverridingInsert(
                        pos, Kind.this, given(operands[1]), given(operands[2]), (SqlNodeList) operands[3]);
            }
        };

        private static SqlNode given(@Nullable SqlNode operand) {
            if (operand == null) {
                throw new AssertionError("an INSERT has a table and rows");
            }
            return operand;
        }
    }

    private final Kind kind;

    public OverridingInsert(SqlParserPos pos, Kind kind, SqlNode table, SqlNode source, @Nullable SqlNodeList columns) {
        super(pos, new SqlNodeList(List.of(), pos), table, source, columns);
        this.kind = kind;
    }

    /** Returns the same statement with another name of the table. */
    public OverridingInsert into(SqlNode table) {
        return new OverridingInsert(getParserPosition(), kind, table, getSource(), getTargetColumnList());
    }

    @Override
    public SqlOperator getOperator() {
        return kind.operator;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SELECT);
        writer.sep("INSERT INTO");
        getTargetTable().unparse(writer, 0, 0);
        SqlNodeList columns = getTargetColumnList();
        if (columns != null) {
            // Lists print their parentheses inside an operator only.
            columns.unparse(writer, getOperator().getLeftPrec(), getOperator().getRightPrec());
        }
        writer.keyword("OVERRIDING " + kind + " VALUE");
        writer.newlineAndIndent();
        getSource().unparse(writer, 0, 0);
        writer.endList(frame);
    }
}
