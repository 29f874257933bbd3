package io.vectra.sql.system;

import io.vectra.sql.system.InformationTable.Piece;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the definitions of the tables of INFORMATION_SCHEMA, whose form is told at the head of their file. */
final class InformationSchemaText {
    private static final String FILE = "information-schema.txt";
    private static final String FURTHER = "UNION ";
    private static final Pattern COLUMN = Pattern.compile("([A-Z_]+) := (.*)");
    private static final Pattern WORD = Pattern.compile("\\{([A-Z_]+)}(?: ([a-z])\\b)?");

    /** The mirror's name of the schema of temporary tables, which users see in the default one. */
    private static final String SHOWN_SCHEMA = "CASE t.%1$s WHEN 'VECTRA_TEMPORARY' THEN 'PUBLIC' ELSE t.%1$s END";

    private static final String SHOWN_CATALOG = "CASE WHEN t.%1$s IS NOT NULL THEN '" + SystemCatalog.CATALOG + "' END";

    /** Words that stand for SQL; the texts that things are known by are those of {@link CatalogRows}. */
    private static final Map<String, String> SQL = Map.of(
            "INNER",
            "('INFORMATION_SCHEMA', 'PG_CATALOG', 'VECTRA_INTERNAL')",
            "CAPTURE",
            "'^VECTRA_(BEFORE|AFTER)_[0-9]+$'",
            "USER",
            "'" + SystemCatalog.USER + "'",
            "IS_VECTOR",
            "(t.DATA_TYPE = 'BIGINT' AND ARRAY_CONTAINS({VECTOR_COLUMNS}, " + key("t", "COLUMN_NAME") + "))",
            "IS_DECLARED_KEY",
            "(t.CONSTRAINT_TYPE = 'UNIQUE' AND ARRAY_CONTAINS({DECLARED_KEYS}, " + key("t", "CONSTRAINT_NAME") + "))",
            "TABLE",
            "(CHAR_LENGTH(t.TABLE_SCHEMA) || ' ' || t.TABLE_SCHEMA || t.TABLE_NAME)",
            "COLUMN",
            key("t", "COLUMN_NAME"),
            "CONSTRAINT",
            key("t", "CONSTRAINT_NAME"),
            "CONSTRAINT_OF_C",
            key("c", "CONSTRAINT_NAME"));

    private final TableInfo info;
    private final List<Select> selects = new ArrayList<>();

    private InformationSchemaText(TableInfo info) {
        this.info = info;
    }

    private static String key(String alias, String name) {
        return String.format(
                "(CHAR_LENGTH(%1$s.TABLE_SCHEMA) || ' ' || CHAR_LENGTH(%1$s.TABLE_NAME) || ' ' || %1$s.TABLE_SCHEMA ||"
                        + " %1$s.TABLE_NAME || %1$s.%2$s)",
                alias, name);
    }

    /** Some of a table's rows. */
    private static final class Select {
        private final StringBuilder from = new StringBuilder();
        private final Map<String, String> columns = new HashMap<>();
    }

    static Map<String, InformationTable> read() {
        Map<String, InformationTable> tables = new LinkedHashMap<>();
        for (String paragraph : text().split("\\n\\n+")) {
            if (!paragraph.startsWith("#")) {
                InformationTable table = table(paragraph.strip().split("\\n", -1));
                tables.put(table.info().name(), table);
            }
        }
        return tables;
    }

    private static String text() {
        try (InputStream file = Objects.requireNonNull(InformationSchemaText.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InformationTable table(String[] lines) {
        int line = 1;
        StringBuilder columns = new StringBuilder();
        for (; line < lines.length && lines[line].startsWith(" "); line++) {
            columns.append(lines[line].strip()).append(' ');
        }
        String declared = java.util.Arrays.stream(columns.toString().split(",", -1))
                .map(String::strip)
                .map(each -> each.contains(" ") ? each.replace(' ', ':') : each + ":S")
                .collect(Collectors.joining(","));
        var text = new InformationSchemaText(SystemRows.describe(InformationTable.SCHEMA, lines[0], declared));
        text.readSelects(lines, line);
        return new InformationTable(text.info, text.pieces());
    }

    private void readSelects(String[] lines, int first) {
        String column = null;
        for (int i = first; i < lines.length; i++) {
            String line = lines[i];
            Matcher matcher = COLUMN.matcher(line);
            if (selects.isEmpty() || line.startsWith(FURTHER)) {
                selects.add(new Select());
                column = null;
            }
            Select select = selects.get(selects.size() - 1);
            if (matcher.matches()) {
                column = matcher.group(1);
                select.columns.put(column, matcher.group(2));
            } else if (column == null) {
                String sql = line.startsWith(FURTHER) ? line.substring(FURTHER.length()) : line;
                select.from.append(' ').append(sql.strip());
            } else {
                select.columns.merge(column, line.strip(), (start, rest) -> start + " " + rest);
            }
        }
    }

    private List<Piece> pieces() {
        if (selects.isEmpty()) {
            var none = new Select();
            none.from.append(" FROM (VALUES (1)) WHERE FALSE");
            return pieces(sql(none, true));
        }
        StringBuilder sql = new StringBuilder();
        for (Select select : selects) {
            sql.append(sql.isEmpty() ? "" : " UNION ALL ");
            sql.append(sql(select, !sql.isEmpty() || select.from.toString().startsWith(" FROM (")));
        }
        return pieces(sql.toString());
    }

    /** @param isMade whether nothing is taken from a table of the mirror */
    private String sql(Select select, boolean isMade) {
        return info.columns().stream()
                        .map(column -> value(column, select, isMade) + " AS " + column.name())
                        .collect(Collectors.joining(", ", "SELECT ", ""))
                + select.from;
    }

    private static String value(ColumnInfo column, Select select, boolean isMade) {
        String given = select.columns.get(column.name());
        if (given != null || isMade) {
            return "CAST(" + (given == null ? "NULL" : given) + " AS "
                    + column.type().sql() + ")";
        }
        String form = "t.%s";
        if (column.name().endsWith("_CATALOG")) {
            form = SHOWN_CATALOG;
        } else if (column.name().endsWith("_SCHEMA")) {
            form = SHOWN_SCHEMA;
        }
        return String.format(form, column.name());
    }

    private static List<Piece> pieces(String written) {
        String sql = WORD.matcher(written).replaceAll(InformationSchemaText::withoutWord);
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher rows = WORD.matcher(sql);
        int done = 0;
        while (rows.find()) {
            text.append(sql, done, rows.start());
            done = rows.end();
            String alias = rows.group(2) == null ? null : rows.group(2).toUpperCase(Locale.ROOT);
            pieces.add(new Piece(text.toString(), CatalogRows.valueOf(rows.group(1)), alias));
            text.setLength(0);
        }
        pieces.add(new Piece(text.append(sql.substring(done)).toString(), null, null));
        return pieces;
    }

    /** Returns what stands in the place of a word; a word for rows stays. */
    private static String withoutWord(MatchResult word) {
        String replacement = SQL.get(word.group(1));
        String alias = word.group(2) == null ? "" : " " + word.group(2);
        return Matcher.quoteReplacement(replacement == null ? word.group() : replacement + alias);
    }
}
