package io.vectra.sql.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The allow-list of operators and functions: what is not in it does not exist for a statement, whatever the mirror
 * would know by that name.
 *
 * <p>Names are found without a schema only, so that no qualified name reaches past the list. Thread rule: immutable.
 */
public final class FunctionTable implements SqlOperatorTable {
    /** The one table. */
    public static final FunctionTable INSTANCE = new FunctionTable();

    /**
     * The mirror's scalar functions that touch nothing but their operands: name, least, most operands ({@code *}: any
     * number).
     */
    private static final String SCALAR = """
            ABS 1 1, ACOS 1 1, ASIN 1 1, ATAN 1 1, COS 1 1, COSH 1 1, COT 1 1, SIN 1 1, SINH 1 1, TAN 1 1, TANH 1 1, ATAN2 2 2,
            BITAND 2 2, BITOR 2 2, BITXOR 2 2, BITNOT 1 1, BITNAND 2 2, BITNOR 2 2, BITXNOR 2 2, BITGET 2 2, BITCOUNT 1 1,
            LSHIFT 2 2, RSHIFT 2 2, ULSHIFT 2 2, URSHIFT 2 2, ROTATELEFT 2 2, ROTATERIGHT 2 2, MOD 2 2, DEGREES 1 1, RADIANS 1 1,
            EXP 1 1, LN 1 1, LOG 1 2, LOG10 1 1, ORA_HASH 1 3, PI 0 0, POWER 2 2, RAND 0 1, RANDOM 0 1, RANDOM_UUID 0 0, UUID 0 0,
            ROUND 1 2, SIGN 1 1, SQRT 1 1, TRUNC 1 2, TRUNCATE 1 2, ZERO 0 0, HASH 2 3, GCD 2 *, LCM 2 *, SECURE_RAND 1 1,
            ENCRYPT 3 3, DECRYPT 3 3, XMLATTR 2 2, XMLNODE 1 4, XMLCOMMENT 1 1, XMLCDATA 1 1, XMLSTARTDOC 0 0, XMLTEXT 1 2,
            TRUNCATE_VALUE 3 3,
            ASCII 1 1, BIT_LENGTH 1 1, CHAR_LENGTH 1 1, CHARACTER_LENGTH 1 1, LENGTH 1 1, OCTET_LENGTH 1 1, CHAR 1 1, CHR 1 1,
            CONCAT 2 *, CONCAT_WS 3 *, DIFFERENCE 2 2, HEXTORAW 1 1, RAWTOHEX 1 1, LOWER 1 1, LCASE 1 1, UPPER 1 1, UCASE 1 1,
            LEFT 2 2, RIGHT 2 2, LOCATE 2 3, INSTR 2 3, LPAD 2 3, RPAD 2 3, LTRIM 1 2, RTRIM 1 2, BTRIM 1 2, QUOTE_IDENT 1 1,
            REGEXP_REPLACE 3 4, REGEXP_LIKE 2 3, REGEXP_SUBSTR 2 6, REPEAT 2 2, REPLACE 2 3, SOUNDEX 1 1, SPACE 1 1,
            STRINGDECODE 1 1, STRINGENCODE 1 1, STRINGTOUTF8 1 1, UTF8TOSTRING 1 1, SUBSTR 2 3, SUBSTRING 2 3, TO_CHAR 1 3,
            TRANSLATE 3 3,
            DATEADD 3 3, DATEDIFF 3 3, DATE_TRUNC 2 2, DAYNAME 1 1, DAY 1 1, DAY_OF_MONTH 1 1, DAYOFMONTH 1 1, DAY_OF_WEEK 1 1,
            DAYOFWEEK 1 1, ISO_DAY_OF_WEEK 1 1, DAY_OF_YEAR 1 1, DAYOFYEAR 1 1, FORMATDATETIME 2 4, HOUR 1 1, ISO_WEEK 1 1,
            ISO_YEAR 1 1, LAST_DAY 1 1, MINUTE 1 1, MONTH 1 1, MONTHNAME 1 1, PARSEDATETIME 2 4, QUARTER 1 1, SECOND 1 1,
            WEEK 1 1, YEAR 1 1, NOW 0 1, CURDATE 0 0, CURTIME 0 1,
            COALESCE 1 *, IFNULL 2 2, NVL 2 2, NVL2 3 3, NULLIF 2 2, GREATEST 1 *, LEAST 1 *, CASEWHEN 3 3, DECODE 3 *, INSERT 4 4,
            CARDINALITY 1 1, ARRAY_LENGTH 1 1, ARRAY_CAT 2 2, ARRAY_APPEND 2 2, ARRAY_CONTAINS 2 2, ARRAY_GET 2 2,
            ARRAY_SLICE 3 3, TRIM_ARRAY 2 2, ARRAY_MAX_CARDINALITY 1 1
            """;

    /** The mirror's aggregate functions beyond the standard's everyday ones: name, least, most operands. */
    private static final String AGGREGATE = """
            EVERY 1 1, BOOL_AND 1 1, BOOL_OR 1 1, STDDEV_POP 1 1, STDDEV_SAMP 1 1, STDDEV 1 1, STDDEVP 1 1, VAR_POP 1 1,
            VAR_SAMP 1 1, VARIANCE 1 1, VARP 1 1, COVAR_POP 2 2, COVAR_SAMP 2 2, CORR 2 2, REGR_SLOPE 2 2, REGR_INTERCEPT 2 2,
            REGR_COUNT 2 2, REGR_R2 2 2, REGR_AVGX 2 2, REGR_AVGY 2 2, REGR_SXX 2 2, REGR_SYY 2 2, REGR_SXY 2 2, ANY_VALUE 1 1,
            BIT_AND_AGG 1 1, BIT_OR_AGG 1 1, BIT_XOR_AGG 1 1, BIT_NAND_AGG 1 1, BIT_NOR_AGG 1 1, BIT_XNOR_AGG 1 1,
            GCD_AGG 1 1, LCM_AGG 1 1, MEDIAN 1 1, MODE 0 1, RATIO_TO_REPORT 1 1,
            PERCENTILE_CONT 1 1, PERCENTILE_DISC 1 1
            """;

    private final Map<String, List<SqlOperator>> byName = new LinkedHashMap<>();
    private final List<SqlOperator> operators;
    private final Set<String> functionNames = new TreeSet<>();
    private final Set<String> internalNames = new TreeSet<>();

    private FunctionTable() {
        VectorOperators.NAMED.forEach(this::add);
        TextFunction.NAMED.forEach(this::add);
        declare(SCALAR, (name, least, most) -> add(MirrorFunction.of(name, least, most)));
        declare(AGGREGATE, (name, least, most) -> add(MirrorAggregate.of(name, least, most)));
        standard().forEach(this::add);
        byName.forEach((name, overloads) -> {
            if (overloads.stream().anyMatch(o -> isOf(o, SqlSyntax.FUNCTION))) {
                functionNames.add(name);
            }
        });
        VectorOperators.INTERNAL.forEach(this::addInternal);
        HybridFunction.INTERNAL.forEach(this::addInternal);
        addInternal(TextFunction.SHARE);
        addInternal(VectorAggregate.ANY);
        add(VectorAggregate.SUM);
        add(VectorAggregate.AVG);
        operators = byName.values().stream().flatMap(List::stream).toList();
    }

    private static List<SqlOperator> standard() {
        List<SqlOperator> list = new ArrayList<>(infix());
        list.addAll(ofQueries());
        list.addAll(List.of(
                // conditions and values
                SqlStdOperatorTable.CASE,
                SqlStdOperatorTable.CAST,
                SqlStdOperatorTable.ROW,
                SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
                SqlStdOperatorTable.ITEM,
                SqlStdOperatorTable.SCALAR_QUERY,
                SqlStdOperatorTable.EXISTS,
                SqlStdOperatorTable.DEFAULT,
                SqlStdOperatorTable.LITERAL_CHAIN,
                // functions with a syntax of their own
                SqlStdOperatorTable.TRIM,
                ExtractFunction.INSTANCE,
                SqlStdOperatorTable.CURRENT_DATE,
                SqlStdOperatorTable.CURRENT_TIME,
                SqlStdOperatorTable.CURRENT_TIMESTAMP,
                SqlStdOperatorTable.LOCALTIME,
                SqlStdOperatorTable.LOCALTIMESTAMP,
                SqlStdOperatorTable.CURRENT_SCHEMA,
                SqlStdOperatorTable.CURRENT_USER,
                SqlStdOperatorTable.SESSION_USER,
                SqlStdOperatorTable.SYSTEM_USER,
                SqlStdOperatorTable.USER,
                AtTimeZone.ZONE,
                AtTimeZone.LOCAL,
                SqlStdOperatorTable.NEXT_VALUE,
                SqlStdOperatorTable.CURRENT_VALUE,
                JsonObjectFunction.INSTANCE,
                SqlStdOperatorTable.CEIL,
                SqlStdOperatorTable.FLOOR,
                SqlStdOperatorTable.JSON_ARRAY,
                SqlStdOperatorTable.JSON_OBJECTAGG,
                SqlStdOperatorTable.JSON_OBJECTAGG.with(SqlJsonConstructorNullClause.ABSENT_ON_NULL),
                SqlStdOperatorTable.JSON_ARRAYAGG,
                SqlStdOperatorTable.JSON_ARRAYAGG.with(SqlJsonConstructorNullClause.NULL_ON_NULL),
                // aggregates and windows
                SqlStdOperatorTable.COUNT,
                SqlStdOperatorTable.SUM,
                SqlStdOperatorTable.AVG,
                SqlStdOperatorTable.MIN,
                SqlStdOperatorTable.MAX,
                SqlStdOperatorTable.LISTAGG,
                SqlLibraryOperators.STRING_AGG,
                SqlLibraryOperators.GROUP_CONCAT,
                SqlLibraryOperators.ARRAY_AGG,
                SqlStdOperatorTable.FILTER,
                SqlStdOperatorTable.WITHIN_GROUP,
                SqlStdOperatorTable.OVER,
                SqlStdOperatorTable.RESPECT_NULLS,
                SqlStdOperatorTable.IGNORE_NULLS,
                SqlStdOperatorTable.ROW_NUMBER,
                SqlStdOperatorTable.RANK,
                SqlStdOperatorTable.DENSE_RANK,
                SqlStdOperatorTable.PERCENT_RANK,
                SqlStdOperatorTable.CUME_DIST,
                SqlStdOperatorTable.NTILE,
                SqlStdOperatorTable.LEAD,
                SqlStdOperatorTable.LAG,
                SqlStdOperatorTable.FIRST_VALUE,
                SqlStdOperatorTable.LAST_VALUE,
                SqlStdOperatorTable.NTH_VALUE));
        return list;
    }

    private static List<SqlOperator> ofQueries() {
        return List.of(
                SqlStdOperatorTable.VALUES,
                SqlStdOperatorTable.EXPLICIT_TABLE,
                SqlStdOperatorTable.COLLECTION_TABLE,
                SqlStdOperatorTable.UNION,
                SqlStdOperatorTable.UNION_ALL,
                SqlStdOperatorTable.INTERSECT,
                SqlStdOperatorTable.EXCEPT,
                SqlStdOperatorTable.UNNEST,
                SqlStdOperatorTable.UNNEST_WITH_ORDINALITY);
    }

    private static List<SqlOperator> infix() {
        return List.of(
                SqlStdOperatorTable.AND,
                SqlStdOperatorTable.OR,
                SqlStdOperatorTable.NOT,
                SqlStdOperatorTable.EQUALS,
                SqlStdOperatorTable.NOT_EQUALS,
                SqlStdOperatorTable.LESS_THAN,
                SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                SqlStdOperatorTable.GREATER_THAN,
                SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                SqlStdOperatorTable.IS_DISTINCT_FROM,
                SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                SqlStdOperatorTable.IS_NULL,
                SqlStdOperatorTable.IS_NOT_NULL,
                SqlStdOperatorTable.IS_TRUE,
                SqlStdOperatorTable.IS_NOT_TRUE,
                SqlStdOperatorTable.IS_FALSE,
                SqlStdOperatorTable.IS_NOT_FALSE,
                SqlStdOperatorTable.IS_UNKNOWN,
                SqlStdOperatorTable.IS_NOT_UNKNOWN,
                SqlStdOperatorTable.IS_JSON_VALUE,
                SqlStdOperatorTable.IS_NOT_JSON_VALUE,
                SqlStdOperatorTable.IS_JSON_OBJECT,
                SqlStdOperatorTable.IS_NOT_JSON_OBJECT,
                SqlStdOperatorTable.IS_JSON_ARRAY,
                SqlStdOperatorTable.IS_NOT_JSON_ARRAY,
                SqlStdOperatorTable.IS_JSON_SCALAR,
                SqlStdOperatorTable.IS_NOT_JSON_SCALAR,
                SqlStdOperatorTable.PLUS,
                SqlStdOperatorTable.MINUS,
                SqlStdOperatorTable.MULTIPLY,
                SqlStdOperatorTable.DIVIDE,
                SqlStdOperatorTable.PERCENT_REMAINDER,
                ConcatenationOperator.INSTANCE,
                SqlStdOperatorTable.UNARY_MINUS,
                SqlStdOperatorTable.UNARY_PLUS,
                SqlStdOperatorTable.LIKE,
                SqlStdOperatorTable.NOT_LIKE,
                SqlLibraryOperators.ILIKE,
                SqlLibraryOperators.NOT_ILIKE,
                JsonElement.VALUE,
                JsonElement.TEXT,
                SqlStdOperatorTable.JSON_VALUE_EXPRESSION,
                SqlStdOperatorTable.IN,
                SqlStdOperatorTable.NOT_IN,
                SqlStdOperatorTable.BETWEEN,
                SqlStdOperatorTable.NOT_BETWEEN,
                SqlStdOperatorTable.SYMMETRIC_BETWEEN,
                SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
                SqlStdOperatorTable.SOME_EQ,
                SqlStdOperatorTable.SOME_NE,
                SqlStdOperatorTable.SOME_LT,
                SqlStdOperatorTable.SOME_LE,
                SqlStdOperatorTable.SOME_GT,
                SqlStdOperatorTable.SOME_GE,
                SqlStdOperatorTable.ALL_EQ,
                SqlStdOperatorTable.ALL_NE,
                SqlStdOperatorTable.ALL_LT,
                SqlStdOperatorTable.ALL_LE,
                SqlStdOperatorTable.ALL_GT,
                SqlStdOperatorTable.ALL_GE,
                SqlStdOperatorTable.DESC,
                SqlStdOperatorTable.NULLS_FIRST,
                SqlStdOperatorTable.NULLS_LAST,
                SqlStdOperatorTable.AS);
    }

    /** Takes one entry of a list of declarations. */
    private interface Declaration {
        void take(String name, int least, int most);
    }

    private static void declare(String text, Declaration declaration) {
        for (String entry : text.split(",", -1)) {
            String[] part = entry.trim().split(" ", -1);
            declaration.take(part[0], Integer.parseInt(part[1]), part[2].equals("*") ? -1 : Integer.parseInt(part[2]));
        }
    }

    private void add(SqlOperator operator) {
        byName.computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), name -> new ArrayList<>(1))
                .add(operator);
    }

    private void addInternal(SqlOperator operator) {
        add(operator);
        internalNames.add(operator.getName().toUpperCase(Locale.ROOT));
    }

    /** Returns whether a name is one of the functions that the planner calls, and no user. */
    public boolean isInternal(String name) {
        return internalNames.contains(name.toUpperCase(Locale.ROOT));
    }

    /** Returns whether a name is that of an aggregate function. */
    public boolean isAggregate(String name) {
        return byName.getOrDefault(name.toUpperCase(Locale.ROOT), List.of()).stream()
                .anyMatch(SqlOperator::isAggregator);
    }

    /** Returns the names of all functions, sorted. */
    public Set<String> functionNames() {
        return java.util.Collections.unmodifiableSet(functionNames);
    }

    /** Returns whether an operator is one of the list. */
    public boolean contains(SqlOperator operator) {
        List<SqlOperator> overloads = byName.get(operator.getName().toUpperCase(Locale.ROOT));
        return overloads != null && overloads.contains(operator);
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher nameMatcher) {
        if (!name.isSimple()) {
            return;
        }
        for (SqlOperator operator : byName.getOrDefault(name.getSimple().toUpperCase(Locale.ROOT), List.of())) {
            if (isOf(operator, syntax)) {
                found.add(operator);
            }
        }
    }

    /** COUNT(*) and CURRENT_DATE have a syntax of their own, but are called as functions, too. */
    private static boolean isOf(SqlOperator operator, SqlSyntax syntax) {
        return operator.getSyntax().family == syntax.family
                || (syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction);
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return operators;
    }
}
