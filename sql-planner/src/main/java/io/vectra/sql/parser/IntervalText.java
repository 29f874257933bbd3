package io.vectra.sql.parser;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** Reads intervals whose unit stands in their text, as in {@code INTERVAL '7 days'}. */
public final class IntervalText {
    private static final Pattern ONE_UNIT = Pattern.compile("\\s*([+-]?)\\s*(\\d{1,9})\\s*([A-Za-z]+?)s?\\s*");
    private static final int DAYS_OF_WEEK = 7;
    private static final Map<String, TimeUnit> UNITS = Map.ofEntries(
            Map.entry("SECOND", TimeUnit.SECOND),
            Map.entry("SEC", TimeUnit.SECOND),
            Map.entry("MINUTE", TimeUnit.MINUTE),
            Map.entry("MIN", TimeUnit.MINUTE),
            Map.entry("HOUR", TimeUnit.HOUR),
            Map.entry("H", TimeUnit.HOUR),
            Map.entry("DAY", TimeUnit.DAY),
            Map.entry("D", TimeUnit.DAY),
            Map.entry("WEEK", TimeUnit.WEEK),
            Map.entry("MONTH", TimeUnit.MONTH),
            Map.entry("MON", TimeUnit.MONTH),
            Map.entry("YEAR", TimeUnit.YEAR),
            Map.entry("Y", TimeUnit.YEAR));

    private IntervalText() {}

    /**
     * Returns the literal.
     *
     * @param sign of what the text says, -1 or 1
     * @throws io.vectra.sql.SqlFailure 42000 if the text is not a number and a unit
     */
    public static SqlLiteral of(SqlParserPos pos, int sign, String text) {
        Matcher matcher = ONE_UNIT.matcher(text);
        TimeUnit unit = matcher.matches() ? UNITS.get(matcher.group(3).toUpperCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw SyntaxErrors.at(
                    pos,
                    "the interval '" + VectorText.shown(text)
                            + "' is no number and unit; write INTERVAL '7' DAY, INTERVAL '7 days' or"
                            + " INTERVAL '1 02:03:04' DAY TO SECOND");
        }
        boolean isWeek = unit == TimeUnit.WEEK;
        long number = Long.parseLong(matcher.group(2)) * (isWeek ? DAYS_OF_WEEK : 1);
        String digits = Long.toString(number);
        var qualifier = new SqlIntervalQualifier(
                isWeek ? TimeUnit.DAY : unit, digits.length() > 2 ? digits.length() : -1, null, -1, pos);
        return SqlParserUtil.parseIntervalLiteral(pos, matcher.group(1).equals("-") ? -sign : sign, digits, qualifier);
    }
}
