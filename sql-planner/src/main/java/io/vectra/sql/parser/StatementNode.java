package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement of Vectra's own grammar: it is read by its accessors, never validated or printed as an expression. */
public abstract class StatementNode extends SqlCall {
    private final SqlOperator operator;

    StatementNode(SqlParserPos pos, String name, SqlKind kind) {
        super(pos);
        this.operator = new SqlSpecialOperator(name, kind);
    }

    @Override
    public SqlOperator getOperator() {
        return operator;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }
}
