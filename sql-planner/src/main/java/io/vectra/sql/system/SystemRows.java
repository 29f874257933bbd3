package io.vectra.sql.system;

import io.vectra.sql.setting.SettingValues;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.ScalarType;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that the mirror does not have, and gets for each run as one array for each column. */
public interface SystemRows {
    /** Returns what they are called, and their columns. */
    TableInfo info();

    /** Returns the rows of this moment, as a session sees them. */
    Stream<@Nullable Object[]> rows(Session session, SettingValues values);

    /**
     * Returns the rows of this moment, column by column.
     *
     * @return for each column its values, as many as there are rows
     */
    default List<@Nullable Object[]> columns(Session session, SettingValues values) {
        List<@Nullable Object[]> rows = rows(session, values).toList();
        List<@Nullable Object[]> columns = new ArrayList<>();
        for (int i = 0; i < info().columns().size(); i++) {
            @Nullable Object[] column = new @Nullable Object[rows.size()];
            for (int j = 0; j < column.length; j++) {
                column[j] = rows.get(j)[i];
            }
            columns.add(column);
        }
        return columns;
    }

    /**
     * Describes a table of the system.
     *
     * @param columns name and type of each column, such as {@code M:I}: S for text, I for INTEGER, L for BIGINT, D for
     *     DOUBLE PRECISION, B for BOOLEAN
     */
    static TableInfo describe(String schema, String name, String columns) {
        List<ColumnInfo> infos = new ArrayList<>();
        for (String column : columns.split(",", -1)) {
            int colon = column.indexOf(':');
            ScalarType type = type(column.charAt(colon + 1));
            infos.add(new ColumnInfo(column.substring(0, colon), type, true, null, false, false, null, infos.size()));
        }
        return new TableInfo(schema, name, true, 0, infos, List.of(), null, 0, List.of());
    }

    private static ScalarType type(char letter) {
        return switch (letter) {
            case 'S' -> new ScalarType(Types.VARCHAR, "CHARACTER VARYING", 1_000_000_000, 0, "CHARACTER VARYING");
            case 'I' -> new ScalarType(Types.INTEGER, "INTEGER", 32, 0, "INTEGER");
            case 'L' -> new ScalarType(Types.BIGINT, "BIGINT", 64, 0, "BIGINT");
            case 'D' -> new ScalarType(Types.DOUBLE, "DOUBLE PRECISION", 53, 0, "DOUBLE PRECISION");
            case 'B' -> new ScalarType(Types.BOOLEAN, "BOOLEAN", 1, 0, "BOOLEAN");
            default -> throw new AssertionError("no type " + letter);
        };
    }
}
