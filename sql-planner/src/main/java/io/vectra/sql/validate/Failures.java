package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.function.FunctionTable;
import io.vectra.sql.system.SystemCatalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/** Makes failures with SQLState, position and advice of what the validator finds wrong. */
public final class Failures {
    static final String TABLE_NOT_FOUND = "42S02";
    static final String SCHEMA_NOT_FOUND = "90079";
    static final String COLUMN_NOT_FOUND = "42S22";
    static final String FUNCTION_NOT_FOUND = "90022";
    static final String AMBIGUOUS_COLUMN = "90059";
    static final String COLUMN_COUNT = "21S02";
    static final String NOT_SUPPORTED = "0A000";
    static final String SYNTAX_ERROR = "42000";

    private static final int QUOTES = 2;

    private static final Pattern COLUMN = Pattern.compile("Column '(.+?)' not found in (any table|table '(.+?)')");
    private static final Pattern UNKNOWN_NAME = Pattern.compile("Unknown (?:identifier|field) '(.+?)'");
    private static final Pattern TABLE = Pattern.compile("(?:Object|Table) '(.+?)' not found(?: within '(.+?)')?");
    private static final Pattern TARGET_COLUMN = Pattern.compile("Unknown target column '(.+?)'");
    private static final Pattern COUNT = Pattern.compile(
            "Number of INSERT target columns \\((\\d+)\\) does not equal number of source items \\((\\d+)\\)");
    private static final Pattern AMBIGUOUS = Pattern.compile("Column '(.+?)' is ambiguous");

    private Failures() {}

    /** Says that a function does not exist. */
    static SqlFailure unknownFunction(SqlCall call, SqlOperator function) {
        String name = function.getNameAsId().toString();
        SqlParserPos pos = call.getParserPosition();
        boolean exists = function.getNameAsId().isSimple()
                && FunctionTable.INSTANCE.functionNames().contains(name.toUpperCase(Locale.ROOT));
        String message = exists
                ? "Function \"" + name + "\" cannot be called with " + call.operandCount() + " arguments here"
                : "Function \"" + name + "\" not found" + insteadOf(name);
        return at(exists ? SYNTAX_ERROR : FUNCTION_NOT_FOUND, message, pos);
    }

    private static String insteadOf(String function) {
        String advice = ForeignFunctions.advice(function);
        return advice != null ? advice : Suggestions.didYouMean(function, FunctionTable.INSTANCE.functionNames());
    }

    /** Says that something is not supported, with the position of its text. */
    public static SqlFailure notSupported(String what, SqlParserPos pos) {
        return at(NOT_SUPPORTED, what, pos);
    }

    /** Says that a table does not exist. */
    public static SqlFailure unknownTable(List<String> name, CatalogView catalog, SqlParserPos pos) {
        String last = name.get(name.size() - 1);
        String schema = name.size() > 1 ? name.get(0) : catalog.currentSchema();
        List<String> tables = catalog.catalog().tables().stream()
                .filter(table -> name.size() > 1 || !SystemCatalog.isSystemSchema(table.schema()))
                .map(TableInfo::name)
                .toList();
        String advice;
        if (catalog.catalog().sequence(schema, last) != null) {
            advice = "; \"" + last + "\" is a sequence: write NEXT VALUE FOR " + last + " or CURRENT VALUE FOR " + last;
        } else if (name.size() > 1
                && name.get(0).equals(SystemCatalog.CATALOG)
                && catalog.catalog().schemas().contains(name.get(1))) {
            advice = "; names are written without the catalog, such as " + name.get(1) + ".T";
        } else if (catalog.table(new SqlIdentifier(name, pos)) != null) {
            advice = " in FROM by this name; write its alias there, or join it";
        } else {
            advice = Suggestions.didYouMean(last, tables);
        }
        return at(TABLE_NOT_FOUND, "Table \"" + String.join(".", name) + "\" not found" + advice, pos);
    }

    /**
     * Says that a schema does not exist.
     *
     * @param schemas of which the nearest is suggested
     */
    public static SqlFailure unknownSchema(String name, List<String> schemas, SqlParserPos pos) {
        return at(SCHEMA_NOT_FOUND, "Schema \"" + name + "\" not found" + Suggestions.didYouMean(name, schemas), pos);
    }

    /** Refuses what would change a system table. */
    public static void refuseSystemTable(String schema, SqlParserPos pos) {
        if (SystemCatalog.isSystemSchema(schema)) {
            throw at(
                    "42501",
                    "The schema " + schema + " holds system tables, which can only be read; SET changes a setting",
                    pos);
        }
    }

    /** Says that a sequence does not exist. */
    public static SqlFailure unknownSequence(SqlIdentifier name) {
        return at("90036", "Sequence \"" + name + "\" not found", name.getParserPosition());
    }

    /** Says that a table has no such column. */
    public static SqlFailure unknownColumn(String name, TableInfo table, SqlParserPos pos) {
        List<String> columns = table.columns().stream().map(ColumnInfo::name).toList();
        return at(
                COLUMN_NOT_FOUND,
                "Column \"" + name + "\" of table " + table.name() + " not found"
                        + Suggestions.didYouMean(name, columns),
                pos);
    }

    /** Says that a column does not exist. */
    public static SqlFailure unknownColumn(String name, CatalogView catalog, SqlParserPos pos) {
        List<String> columns = catalog.catalog().tables().stream()
                .flatMap(t -> t.columns().stream())
                .map(ColumnInfo::name)
                .distinct()
                .toList();
        String advice = Suggestions.didYouMean(name, columns);
        return at(
                COLUMN_NOT_FOUND,
                "Column \"" + name + "\" not found" + (advice.isEmpty() ? asText(name) : advice),
                pos);
    }

    /** Names that are not in capitals were written in double quotes, which other databases take for texts, too. */
    private static String asText(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT)) ? "" : "; a text is written in single quotes: '" + name + "'";
    }

    /** Translates what Calcite found wrong. */
    public static SqlFailure of(CalciteContextException e, CatalogView catalog) {
        Throwable cause = e.getCause();
        String detail =
                cause == null || cause.getMessage() == null ? String.valueOf(e.getMessage()) : cause.getMessage();
        SqlParserPos pos = new SqlParserPos(e.getPosLine(), e.getPosColumn());
        Matcher column = COLUMN.matcher(detail);
        if (column.find()) {
            return unknownColumn(column.group(1), catalog, pos);
        }
        Matcher name = UNKNOWN_NAME.matcher(detail);
        Matcher target = TARGET_COLUMN.matcher(detail);
        if (name.find()) {
            return unknownColumn(name.group(1), catalog, pos);
        }
        if (target.find()) {
            return unknownColumn(target.group(1), catalog, pos);
        }
        Matcher table = TABLE.matcher(detail);
        if (table.find()) {
            String schema = table.group(2);
            int length = e.getEndPosColumn() - e.getPosColumn() + 1;
            if (schema == null && length > table.group(1).length() + QUOTES) {
                return unknownSchema(table.group(1), catalog.catalog().schemas(), pos);
            }
            return unknownTable(
                    schema == null ? List.of(table.group(1)) : List.of(schema, table.group(1)), catalog, pos);
        }
        Matcher ambiguous = AMBIGUOUS.matcher(detail);
        if (ambiguous.find()) {
            return at(
                    AMBIGUOUS_COLUMN,
                    "Ambiguous column name \"" + ambiguous.group(1)
                            + "\"; write the table or its alias before it, and a dot",
                    pos,
                    e);
        }
        if (detail.startsWith("Type mismatch in column")) {
            return at(
                    VectorTyping.MISMATCH, detail + ": vectors of different length, or a vector and a scalar", pos, e);
        }
        Matcher count = COUNT.matcher(detail);
        if (count.find()) {
            return at(
                    COLUMN_COUNT,
                    "The statement inserts into " + count.group(1) + " columns, but gives " + count.group(2)
                            + " values; name the columns that get one: INSERT INTO t (a, b) …",
                    pos,
                    e);
        }
        return at(SYNTAX_ERROR, withoutTypeNames(detail), pos, e);
    }

    /** Translates what Calcite found wrong without saying where. */
    public static SqlFailure of(CalciteException e) {
        return at(SYNTAX_ERROR, withoutTypeNames(String.valueOf(e.getMessage())), SqlParserPos.ZERO, e);
    }

    /** Returns whether an exception is one that {@link #of(CalciteException)} should translate. */
    public static boolean isValidation(@Nullable Throwable e) {
        return e instanceof CalciteException || e instanceof SqlValidatorException;
    }

    /** Calcite's names of our types mean nothing to a user. */
    private static String withoutTypeNames(String text) {
        return text.replaceAll("(?s)\\. Supported form.*", "")
                .replaceAll("SCALAR [^'<>]*", "scalar")
                .replace("<ANY>", "a scalar")
                .replaceAll("org\\.apache\\.[\\w.$]+:? ?", "");
    }

    /** Makes a failure with the position of its text. */
    public static SqlFailure at(String sqlState, String message, SqlParserPos pos) {
        return at(sqlState, message, pos, null);
    }

    /** Makes a failure with the position of its text and, if there is one, its cause. */
    public static SqlFailure at(String sqlState, String message, SqlParserPos pos, @Nullable Throwable cause) {
        return new SqlFailure(sqlState, message, pos.getLineNum(), pos.getColumnNum(), cause);
    }
}
