package io.vectra.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A column of CREATE TABLE; filled by the parser, read afterwards. */
public final class ColumnNode {
    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;
    private final List<ConstraintNode> constraints = new ArrayList<>();
    private boolean notNull;
    private @Nullable SqlNode defaultValue;
    private @Nullable Identity identity;
    private @Nullable SqlNode generated;
    private @Nullable SqlNode comment;

    public ColumnNode(SqlIdentifier name, SqlDataTypeSpec type) {
        this.name = name;
        this.type = type;
    }

    /** Declares NOT NULL. */
    public void setNotNull() {
        notNull = true;
    }

    /** Declares a DEFAULT. */
    public void setDefault(SqlNode expression) {
        defaultValue = expression;
    }

    /** Declares an identity. */
    public void setIdentity(boolean always, String options) {
        identity = new Identity(always, options);
    }

    /** Declares a computed value; only ALWAYS exists, so {@code always} says whether the declaration was right. */
    public void setGenerated(SqlNode expression, boolean always) {
        if (!always) {
            throw SyntaxErrors.at(
                    expression.getParserPosition(), "a computed column is GENERATED ALWAYS AS (…), not BY DEFAULT");
        }
        generated = expression;
    }

    /** Declares a comment. */
    public void setComment(SqlNode text) {
        comment = text;
    }

    /** Declares a constraint of this column. */
    public void add(ConstraintNode constraint) {
        constraints.add(constraint);
    }

    /** Returns the column's name. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns the declared type. */
    public SqlDataTypeSpec type() {
        return type;
    }

    /** Returns the constraints declared with the column. */
    public List<ConstraintNode> constraints() {
        return List.copyOf(constraints);
    }

    /** Returns whether NOT NULL was declared. */
    public boolean isNotNull() {
        return notNull;
    }

    /** Returns the DEFAULT, or null. */
    public @Nullable SqlNode defaultValue() {
        return defaultValue;
    }

    /** Returns the identity, or null. */
    public @Nullable Identity identity() {
        return identity;
    }

    /** Returns the expression of a computed column, or null. */
    public @Nullable SqlNode generated() {
        return generated;
    }

    /** Returns the comment, a string literal, or null. */
    public @Nullable SqlNode comment() {
        return comment;
    }

    /**
     * An identity.
     *
     * @param always whether the user may not give values
     * @param options such as {@code START WITH 1 INCREMENT BY 50}; empty for none
     */
    public record Identity(boolean always, String options) {}
}
