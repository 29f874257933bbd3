package io.vectra.sql;

import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.sql.Types;
import java.util.List;
import java.util.stream.IntStream;

/** A catalog made by hand, for tests that need no database. */
public final class SampleCatalog {
    /**
     * DOCS (ID, TITLE, CATEGORY, PRICE, CREATED, ACTIVE, VEC VECTOR(3)), NOTES (ID, DOC_ID, TEXT, VEC VECTOR(3), WIDE
     * VECTOR(4)), TAGS (DOC_ID, TAG).
     */
    public static final Catalog CATALOG = new Catalog(7, List.of("PUBLIC", "OTHER"), List.of(docs(), notes(), tags()));

    private SampleCatalog() {}

    private static TableInfo docs() {
        return table(
                1,
                "DOCS",
                scalar("ID", Types.BIGINT, "BIGINT", "BIGINT"),
                scalar("TITLE", Types.VARCHAR, "CHARACTER VARYING", "VARCHAR(200)"),
                scalar("CATEGORY", Types.VARCHAR, "CHARACTER VARYING", "VARCHAR(40)"),
                scalar("PRICE", Types.DECIMAL, "DECIMAL", "DECIMAL(10, 2)"),
                scalar("CREATED", Types.TIMESTAMP, "TIMESTAMP", "TIMESTAMP"),
                scalar("ACTIVE", Types.BOOLEAN, "BOOLEAN", "BOOLEAN"),
                vector("VEC", 11, 3));
    }

    private static TableInfo notes() {
        return table(
                2,
                "NOTES",
                scalar("ID", Types.BIGINT, "BIGINT", "BIGINT"),
                scalar("DOC_ID", Types.BIGINT, "BIGINT", "BIGINT"),
                scalar("TEXT", Types.CLOB, "CHARACTER LARGE OBJECT", "CLOB"),
                vector("VEC", 21, 3),
                vector("WIDE", 22, 4));
    }

    private static TableInfo tags() {
        return table(
                3,
                "TAGS",
                scalar("DOC_ID", Types.BIGINT, "BIGINT", "BIGINT"),
                scalar("TAG", Types.VARCHAR, "CHARACTER VARYING", "VARCHAR(20)"));
    }

    private static TableInfo table(int id, String name, ColumnInfo... columns) {
        return new TableInfo(
                Catalog.DEFAULT_SCHEMA,
                name,
                false,
                id,
                IntStream.range(0, columns.length)
                        .mapToObj(i -> at(columns[i], i))
                        .toList(),
                List.of(columns[0].name()),
                "PK_" + name,
                1000,
                List.of());
    }

    private static ColumnInfo at(ColumnInfo column, int imageIndex) {
        return new ColumnInfo(column.name(), column.type(), true, null, false, false, column.vector(), imageIndex);
    }

    private static ColumnInfo scalar(String name, int jdbcType, String typeName, String sql) {
        return new ColumnInfo(
                name, new ColumnInfo.ScalarType(jdbcType, typeName, 0, 0, sql), true, null, false, false, null, 0);
    }

    private static ColumnInfo vector(String name, int columnId, int dimension) {
        return new ColumnInfo(
                name,
                new ColumnInfo.ScalarType(Types.BIGINT, "BIGINT", 0, 0, "BIGINT"),
                true,
                null,
                false,
                false,
                new ColumnInfo.VectorInfo(columnId, dimension),
                0);
    }
}
