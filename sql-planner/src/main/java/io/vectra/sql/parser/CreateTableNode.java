package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE TABLE. */
public final class CreateTableNode extends StatementNode {
    private final SqlIdentifier name;
    private final boolean ifNotExists;
    private final List<ColumnNode> columns;
    private final List<ConstraintNode> constraints;

    public CreateTableNode(
            SqlParserPos pos,
            SqlIdentifier name,
            boolean ifNotExists,
            List<ColumnNode> columns,
            List<ConstraintNode> constraints) {
        super(pos, "CREATE TABLE", SqlKind.OTHER_DDL);
        this.name = name;
        this.ifNotExists = ifNotExists;
        this.columns = List.copyOf(columns);
        this.constraints = List.copyOf(constraints);
    }

    /** Returns the table's name. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns whether an existing table of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }

    /** Returns the columns in their order. */
    public List<ColumnNode> columns() {
        return columns;
    }

    /** Returns the constraints that stand beside the columns. */
    public List<ConstraintNode> constraints() {
        return constraints;
    }
}
