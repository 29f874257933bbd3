package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of CREATE TABLE.
 *
 * @param pos where it stands
 * @param kind what it demands
 * @param name its name, or null to have one made
 * @param columns its columns; null for a CHECK, and where it stands with its only column
 * @param condition of a CHECK, else null
 * @param reference of a FOREIGN KEY, else null
 */
public record ConstraintNode(
        SqlParserPos pos,
        Kind kind,
        @Nullable SqlIdentifier name,
        @Nullable SqlNodeList columns,
        @Nullable SqlNode condition,
        @Nullable ReferenceNode reference) {
    /** What a constraint demands. */
    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        CHECK,
        FOREIGN_KEY
    }

    public static ConstraintNode primaryKey(
            SqlParserPos pos, @Nullable SqlIdentifier name, @Nullable SqlNodeList columns) {
        return new ConstraintNode(pos, Kind.PRIMARY_KEY, name, columns, null, null);
    }

    public static ConstraintNode unique(SqlParserPos pos, @Nullable SqlIdentifier name, @Nullable SqlNodeList columns) {
        return new ConstraintNode(pos, Kind.UNIQUE, name, columns, null, null);
    }

    public static ConstraintNode check(SqlParserPos pos, @Nullable SqlIdentifier name, SqlNode condition) {
        return new ConstraintNode(pos, Kind.CHECK, name, null, condition, null);
    }

    public static ConstraintNode foreignKey(
            SqlParserPos pos, @Nullable SqlIdentifier name, @Nullable SqlNodeList columns, ReferenceNode reference) {
        return new ConstraintNode(pos, Kind.FOREIGN_KEY, name, columns, null, reference);
    }
}
