package io.vectra.sql.mirror;

import io.vectra.sql.mirror.ChangePrinter.Printing;
import io.vectra.sql.validate.CheckedUpsert;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.TableInfo;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints an INSERT with ON CONFLICT DO NOTHING as a statement of the mirror. */
public final class UpsertPrinter {
    private UpsertPrinter() {}

    /**
     * INSERT … ON CONFLICT DO NOTHING: of the rows to be inserted, those whose keys are not there yet; of several with
     * the same key, the first.
     */
    public static Printing insertMissing(CheckedUpsert upsert) {
        TableInfo table = upsert.merge().table();
        String name = DefinitionPlanner.qualified(table.schema(), table.name());
        List<String> columns = upsert.columns().stream().map(ColumnInfo::name).toList();
        List<List<String>> keys = upsert.keys();
        String conditions = joined(keys, " AND ", key -> isMissing(key, name));
        return writer -> {
            writer.print("INSERT INTO " + name + " (" + joined(columns, ", ", DefinitionPlanner::quoted) + ") SELECT ");
            writer.print(
                    keys.size() > 1 ? chosen(columns, keys) : joined(columns, ", ", UpsertPrinter::excluded) + " FROM");
            writer.setNeedWhitespace(true);
            ChangePrinter.source(writer, upsert.merge().source());
            writer.print(keys.isEmpty() ? "" : "WHERE " + conditions);
            if (keys.size() == 1) {
                writer.print(" QUALIFY " + isFirst(keys.get(0)));
            } else if (keys.size() > 1) {
                writer.print(") QUALIFY " + MirrorFunctions.ADMITTED + "(" + numbered(keys, UpsertPrinter::number)
                        + ") OVER (ORDER BY " + number(0) + ")");
            }
        };
    }

    /**
     * With several keys, a row may be in conflict with one that is not inserted itself: the rows are gone through one
     * by one, each known by the numbers of its keys among all keys of the rows.
     */
    private static String chosen(List<String> columns, List<List<String>> keys) {
        return joined(columns, ", ", DefinitionPlanner::quoted) + " FROM (SELECT "
                + joined(columns, ", ", UpsertPrinter::excluded) + ", ROW_NUMBER() OVER () AS "
                + number(0) + ", "
                + numbered(
                        keys,
                        i -> "CASE WHEN " + hasNull(keys.get(i - 1)) + " THEN NULL ELSE DENSE_RANK() OVER (ORDER BY "
                                + joined(keys.get(i - 1), ", ", UpsertPrinter::excluded) + ") END AS " + number(i))
                + " FROM";
    }

    private static String isMissing(List<String> key, String table) {
        return "NOT EXISTS (SELECT 1 FROM " + table + " AS \"KNOWN\" WHERE "
                + joined(
                        key,
                        " AND ",
                        column -> "\"KNOWN\"." + DefinitionPlanner.quoted(column) + " = " + excluded(column))
                + ")";
    }

    private static String isFirst(List<String> key) {
        return "(ROW_NUMBER() OVER (PARTITION BY " + joined(key, ", ", UpsertPrinter::excluded) + ") = 1 OR "
                + hasNull(key) + ")";
    }

    private static String hasNull(List<String> key) {
        return joined(key, " OR ", column -> excluded(column) + " IS NULL");
    }

    /** Returns the name of the column with a row's number (0), or the number of one of its keys. */
    private static String number(int key) {
        return "\"(number " + key + ")\"";
    }

    private static String excluded(String column) {
        return DefinitionPlanner.quoted(CheckedUpsert.EXCLUDED) + "." + DefinitionPlanner.quoted(column);
    }

    private static String numbered(List<List<String>> keys, IntFunction<String> text) {
        return IntStream.rangeClosed(1, keys.size()).mapToObj(text).collect(Collectors.joining(", "));
    }

    private static <T> String joined(List<T> list, String separator, Function<T, String> text) {
        return list.stream().map(text).collect(Collectors.joining(separator));
    }
}
