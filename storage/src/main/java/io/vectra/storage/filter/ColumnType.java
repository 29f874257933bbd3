package io.vectra.storage.filter;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.ScalarType;
import io.vectra.storage.TableInfo;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a filter has to know of a column's type. Immutable.
 *
 * @param scale digits after the point of a DECIMAL or of a timestamp's seconds; else 0
 * @param labels the labels of an ENUM in their order; else empty
 */
public record ColumnType(Kind kind, int scale, List<String> labels) {
    /** A column of which only NULL is known. */
    public static final ColumnType NULLITY = new ColumnType(Kind.NULLITY, 0, List.of());

    private static final int NANO_DIGITS = 9;

    public ColumnType {
        Objects.requireNonNull(kind, "kind");
        labels = List.copyOf(labels);
    }

    /** How a column's values are kept and compared. The files hold the ordinals: new kinds come last. */
    public enum Kind {
        /** Only IS NULL can be asked: vectors, and types whose comparison is the relational mirror's own business. */
        NULLITY,
        BOOLEAN,
        /** TINYINT, SMALLINT, INTEGER. */
        INTEGER,
        BIGINT,
        DECIMAL,
        REAL,
        DOUBLE,
        /** VARCHAR. */
        TEXT,
        /** CHAR: trailing blanks do not count. */
        CHAR,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMP_WITH_ZONE,
        UUID,
        ENUM;

        private static final Kind[] KINDS = values();

        static Kind ofOrdinal(int ordinal) {
            return KINDS[ordinal];
        }

        static int count() {
            return KINDS.length;
        }

        boolean isText() {
            return this == TEXT || this == CHAR;
        }

        /** Returns whether each value has a 64-bit key of its own. */
        boolean hasKeys() {
            return this != NULLITY && this != UUID && !isText();
        }
    }

    /** Returns the type of a kind without scale or labels. */
    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, List.of());
    }

    /** Returns the types of a table's columns, in the order of its row images; the hidden column's is NULLITY. */
    public static List<ColumnType> ofTable(TableDefinition definition, TableInfo info) {
        List<ColumnType> types = new ArrayList<>();
        for (TableDefinition.Column column : definition.columns()) {
            ColumnInfo described = info.column(column.name());
            types.add(column.isHidden() || column.isVector() || described == null ? NULLITY : of(described.type()));
        }
        return types;
    }

    /** Returns a scalar type of the mirror; NULLITY for one that filters cannot compare. */
    public static ColumnType of(ScalarType type) {
        return switch (type.name()) {
            case "BOOLEAN" -> of(Kind.BOOLEAN);
            case "TINYINT", "SMALLINT", "INTEGER" -> of(Kind.INTEGER);
            case "BIGINT" -> of(Kind.BIGINT);
            case "NUMERIC", "DECIMAL" -> new ColumnType(Kind.DECIMAL, type.scale(), List.of());
            case "REAL" -> of(Kind.REAL);
            case "DOUBLE PRECISION" -> of(Kind.DOUBLE);
            case "FLOAT" -> type.jdbcType() == java.sql.Types.REAL ? of(Kind.REAL) : of(Kind.DOUBLE);
            case "CHARACTER VARYING" -> of(Kind.TEXT);
            case "CHARACTER" -> of(Kind.CHAR);
            case "DATE" -> of(Kind.DATE);
            case "TIME" -> of(Kind.TIME);
            case "TIMESTAMP" -> timestamp(Kind.TIMESTAMP, type);
            case "TIMESTAMP WITH TIME ZONE" -> timestamp(Kind.TIMESTAMP_WITH_ZONE, type);
            case "UUID" -> of(Kind.UUID);
            case "ENUM" -> new ColumnType(Kind.ENUM, 0, labels(type.sql()));
            default -> NULLITY;
        };
    }

    private static ColumnType timestamp(Kind kind, ScalarType type) {
        return new ColumnType(kind, Math.min(type.scale(), NANO_DIGITS), List.of());
    }

    /** Reads the labels of {@code ENUM('a', 'it''s')}. */
    private static List<String> labels(String sql) {
        List<String> labels = new ArrayList<>();
        int at = sql.indexOf('\'');
        while (at >= 0) {
            var label = new StringBuilder();
            at++;
            while (sql.charAt(at) != '\'' || at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
                if (sql.charAt(at) == '\'') {
                    at++;
                }
                label.append(sql.charAt(at++));
            }
            labels.add(label.toString());
            at = sql.indexOf('\'', at + 1);
        }
        return labels;
    }
}
