package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** EXPLAIN of a query or of a changing statement. */
public final class ExplainNode extends StatementNode {
    private final SqlNode statement;
    private final boolean analyzes;
    private final boolean isJson;

    /**
     * Creates a statement.
     *
     * @param format {@code TEXT}, {@code JSON}, or null for text
     */
    public ExplainNode(SqlParserPos pos, SqlNode statement, boolean analyzes, @Nullable SqlIdentifier format) {
        super(pos, "EXPLAIN", SqlKind.OTHER);
        this.statement = statement;
        this.analyzes = analyzes;
        String name = format == null ? "TEXT" : format.getSimple();
        if (format != null && !name.equals("TEXT") && !name.equals("JSON")) {
            throw SyntaxErrors.at(format.getParserPosition(), "the format is TEXT or JSON, but found " + name);
        }
        this.isJson = name.equals("JSON");
    }

    /** Returns the statement to be explained. */
    public SqlNode statement() {
        return statement;
    }

    /** Returns whether the answer is a JSON document. */
    public boolean isJson() {
        return isJson;
    }

    /** Returns whether the statement is run and measured. */
    public boolean analyzes() {
        return analyzes;
    }
}
