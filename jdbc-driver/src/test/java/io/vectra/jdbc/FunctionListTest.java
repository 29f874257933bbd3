package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every function that H2's own help lists either gives what it gives in H2, or is refused for a reason. */
class FunctionListTest extends DatabaseTest {
    /** Functions without a value that could be compared. */
    private static final List<String> RANDOM = List.of(
            "RAND",
            "RANDOM_UUID",
            "SECURE_RAND",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "LOCALTIME",
            "LOCALTIMESTAMP");

    /** For each name an expression over the columns N (1 to 4) and S of the table NUMBERS, in upper case. */
    private static final String WORKING = """
            ABS: ABS(-N)
            ACOS: ACOS(1)
            ASIN: ASIN(1)
            ATAN: ATAN(1)
            COS: COS(1)
            COSH: COSH(1)
            COT: COT(1)
            SIN: SIN(1)
            SINH: SINH(1)
            TAN: TAN(1)
            TANH: TANH(1)
            ATAN2: ATAN2(1, 2)
            BITAND: BITAND(6, 3)
            BITOR: BITOR(6, 3)
            BITXOR: BITXOR(6, 3)
            BITNOT: BITNOT(6)
            BITNAND: BITNAND(6, 3)
            BITNOR: BITNOR(6, 3)
            BITXNOR: BITXNOR(6, 3)
            BITGET: BITGET(6, 1)
            BITCOUNT: BITCOUNT(6)
            LSHIFT: LSHIFT(6, 1)
            RSHIFT: RSHIFT(6, 1)
            ULSHIFT: ULSHIFT(6, 1)
            URSHIFT: URSHIFT(6, 1)
            ROTATELEFT: ROTATELEFT(6, 1)
            ROTATERIGHT: ROTATERIGHT(6, 1)
            MOD: MOD(7, 3)
            CEIL: CEIL(1.5)
            DEGREES: DEGREES(1)
            EXP: EXP(1)
            FLOOR: FLOOR(1.5)
            LN: LN(2)
            LOG: LOG(2, 8)
            LOG10: LOG10(100)
            ORA_HASH: ORA_HASH('a')
            RADIANS: RADIANS(90)
            SQRT: SQRT(2)
            PI: PI()
            POWER: POWER(2, 5)
            RAND: RAND()
            RANDOM_UUID: RANDOM_UUID()
            ROUND: ROUND(1.456, 1)
            SECURE_RAND: SECURE_RAND(4)
            SIGN: SIGN(-3)
            ENCRYPT: ENCRYPT('AES', '00', 'abc')
            DECRYPT: DECRYPT('AES', '00', ENCRYPT('AES', '00', 'abc'))
            HASH: HASH('SHA256', 'a')
            TRUNC: TRUNC(1.456, 1)
            ZERO: ZERO()
            GCD: GCD(12, 18)
            LCM: LCM(4, 6)
            ASCII: ASCII('a')
            BIT_LENGTH: BIT_LENGTH('a')
            CHAR_LENGTH: CHAR_LENGTH('ab')
            OCTET_LENGTH: OCTET_LENGTH('ab')
            CHAR: CHAR(65)
            CONCAT: CONCAT('a', 'b', 'c')
            CONCAT_WS: CONCAT_WS(', ', 'a', 'b')
            DIFFERENCE: DIFFERENCE('a', 'b')
            HEXTORAW: HEXTORAW('0041')
            RAWTOHEX: RAWTOHEX('a')
            LOWER: LOWER('AB')
            UPPER: UPPER('ab')
            LEFT: LEFT('abc', 2)
            RIGHT: RIGHT('abc', 2)
            LOCATE: LOCATE('b', 'abc')
            LPAD: LPAD('a', 3, 'x')
            RPAD: RPAD('a', 3, 'x')
            LTRIM: LTRIM(' a')
            RTRIM: RTRIM('a ')
            BTRIM: BTRIM(' a ')
            TRIM: TRIM(BOTH 'x' FROM 'xax')
            REGEXP_REPLACE: REGEXP_REPLACE('abc', 'b+', 'x')
            REGEXP_LIKE: REGEXP_LIKE('abc', 'B', 'i')
            REGEXP_SUBSTR: REGEXP_SUBSTR('2020-10-01', '[0-9]{4}')
            REPEAT: REPEAT('ab', 2)
            REPLACE: REPLACE('abc', 'b', 'x')
            SOUNDEX: SOUNDEX('abc')
            SPACE: SPACE(2)
            STRINGDECODE: STRINGDECODE('a\\\\nb')
            STRINGENCODE: STRINGENCODE('a')
            STRINGTOUTF8: STRINGTOUTF8('a')
            SUBSTRING: SUBSTRING('abc', 2)
            UTF8TOSTRING: UTF8TOSTRING(STRINGTOUTF8('a'))
            QUOTE_IDENT: QUOTE_IDENT('a')
            XMLATTR: XMLATTR('a', 'b')
            XMLNODE: XMLNODE('a', XMLATTR('b', 'c'), 'd')
            XMLCOMMENT: XMLCOMMENT('a')
            XMLCDATA: XMLCDATA('a')
            XMLSTARTDOC: XMLSTARTDOC()
            XMLTEXT: XMLTEXT('<a>')
            TO_CHAR: TO_CHAR(1234.5, '9999.99')
            TRANSLATE: TRANSLATE('abc', 'b', 'x')
            CURRENT_DATE: CURRENT_DATE
            CURRENT_TIME: CURRENT_TIME
            CURRENT_TIMESTAMP: CURRENT_TIMESTAMP
            LOCALTIME: LOCALTIME
            LOCALTIMESTAMP: LOCALTIMESTAMP
            DATEADD: DATEADD('MONTH', 1, DATE '2026-01-31')
            DATEDIFF: DATEDIFF('DAY', DATE '2026-01-31', DATE '2026-02-03')
            DATE_TRUNC: DATE_TRUNC('DAY', TIMESTAMP '2026-01-31 10:11:12')
            LAST_DAY: LAST_DAY(DATE '2026-02-03')
            DAYNAME: DAYNAME(DATE '2026-02-03')
            DAY_OF_MONTH: DAY_OF_MONTH(DATE '2026-02-03')
            DAY_OF_WEEK: DAY_OF_WEEK(DATE '2026-02-03')
            ISO_DAY_OF_WEEK: ISO_DAY_OF_WEEK(DATE '2026-02-03')
            DAY_OF_YEAR: DAY_OF_YEAR(DATE '2026-02-03')
            EXTRACT: EXTRACT(YEAR FROM DATE '2026-02-03')
            FORMATDATETIME: FORMATDATETIME(TIMESTAMP '2026-02-03 04:05:06', 'yyyy')
            HOUR: HOUR(TIMESTAMP '2026-02-03 04:05:06')
            MINUTE: MINUTE(TIMESTAMP '2026-02-03 04:05:06')
            MONTH: MONTH(DATE '2026-02-03')
            MONTHNAME: MONTHNAME(DATE '2026-02-03')
            PARSEDATETIME: CAST(PARSEDATETIME('2026-02-03 04:05:06', 'yyyy-MM-dd HH:mm:ss') AS TIMESTAMP)
            QUARTER: QUARTER(DATE '2026-02-03')
            SECOND: SECOND(TIMESTAMP '2026-02-03 04:05:06')
            WEEK: WEEK(DATE '2026-02-03')
            ISO_WEEK: ISO_WEEK(DATE '2026-02-03')
            YEAR: YEAR(DATE '2026-02-03')
            ISO_YEAR: ISO_YEAR(DATE '2026-02-03')
            ARRAY_GET: ARRAY_GET(ARRAY[1, 2], 1)
            CARDINALITY: CARDINALITY(ARRAY[1, 2])
            ARRAY_CONTAINS: ARRAY_CONTAINS(ARRAY[1, 2], 1)
            ARRAY_CAT: CARDINALITY(ARRAY_CAT(ARRAY[1], ARRAY[2]))
            ARRAY_APPEND: CARDINALITY(ARRAY_APPEND(ARRAY[1], 2))
            ARRAY_MAX_CARDINALITY: ARRAY_MAX_CARDINALITY(ARRAY[1])
            TRIM_ARRAY: CARDINALITY(TRIM_ARRAY(ARRAY[1, 2], 1))
            ARRAY_SLICE: CARDINALITY(ARRAY_SLICE(ARRAY[1, 2, 3], 1, 2))
            CASEWHEN Function: CASEWHEN(N > 1, 'a', 'b')
            COALESCE: COALESCE(NULL, N)
            DECODE: DECODE(N, 1, 'a', 'b')
            GREATEST: GREATEST(1, N)
            LEAST: LEAST(1, N)
            NULLIF: NULLIF(N, 1)
            NVL2: NVL2(N, 1, 2)
            TRUNCATE_VALUE: TRUNCATE_VALUE('abc', 2, TRUE)
            CURRENT_SCHEMA: CURRENT_SCHEMA
            CURRENT_USER: CURRENT_USER
            JSON_OBJECT: CAST(JSON_OBJECT('a': N) AS VARCHAR)
            JSON_ARRAY: CAST(JSON_ARRAY(N, 2) AS VARCHAR)
            UNNEST: (SELECT SUM(X) FROM UNNEST(ARRAY[1, 2]) AS U (X))
            AVG: (SELECT AVG(N) FROM NUMBERS)
            MAX: (SELECT MAX(N) FROM NUMBERS)
            MIN: (SELECT MIN(N) FROM NUMBERS)
            SUM: (SELECT SUM(N) FROM NUMBERS)
            EVERY: (SELECT EVERY(N > 1) FROM NUMBERS)
            COUNT: (SELECT COUNT(DISTINCT N) FROM NUMBERS)
            STDDEV_POP: (SELECT STDDEV_POP(N) FROM NUMBERS)
            STDDEV_SAMP: (SELECT STDDEV_SAMP(N) FROM NUMBERS)
            VAR_POP: (SELECT VAR_POP(N) FROM NUMBERS)
            VAR_SAMP: (SELECT VAR_SAMP(N) FROM NUMBERS)
            ANY_VALUE: (SELECT ANY_VALUE(1) FROM NUMBERS)
            BIT_AND_AGG: (SELECT BIT_AND_AGG(N) FROM NUMBERS)
            BIT_OR_AGG: (SELECT BIT_OR_AGG(N) FROM NUMBERS)
            BIT_XOR_AGG: (SELECT BIT_XOR_AGG(N) FROM NUMBERS)
            BIT_NAND_AGG: (SELECT BIT_NAND_AGG(N) FROM NUMBERS)
            BIT_NOR_AGG: (SELECT BIT_NOR_AGG(N) FROM NUMBERS)
            BIT_XNOR_AGG: (SELECT BIT_XNOR_AGG(N) FROM NUMBERS)
            GCD_AGG: (SELECT GCD_AGG(N) FROM NUMBERS)
            LCM_AGG: (SELECT LCM_AGG(N) FROM NUMBERS)
            COVAR_POP: (SELECT COVAR_POP(N, N) FROM NUMBERS)
            COVAR_SAMP: (SELECT COVAR_SAMP(N, N) FROM NUMBERS)
            CORR: (SELECT CORR(N, N) FROM NUMBERS)
            REGR_SLOPE: (SELECT REGR_SLOPE(N, N) FROM NUMBERS)
            REGR_INTERCEPT: (SELECT REGR_INTERCEPT(N, N) FROM NUMBERS)
            REGR_COUNT: (SELECT REGR_COUNT(N, N) FROM NUMBERS)
            REGR_R2: (SELECT REGR_R2(N, N) FROM NUMBERS)
            REGR_AVGX: (SELECT REGR_AVGX(N, N) FROM NUMBERS)
            REGR_AVGY: (SELECT REGR_AVGY(N, N) FROM NUMBERS)
            REGR_SXX: (SELECT REGR_SXX(N, N) FROM NUMBERS)
            REGR_SYY: (SELECT REGR_SYY(N, N) FROM NUMBERS)
            REGR_SXY: (SELECT REGR_SXY(N, N) FROM NUMBERS)
            LISTAGG: (SELECT LISTAGG(S, '-') WITHIN GROUP (ORDER BY N DESC) FROM NUMBERS)
            ARRAY_AGG: (SELECT CARDINALITY(ARRAY_AGG(N ORDER BY N)) FROM NUMBERS)
            PERCENTILE_CONT: (SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            PERCENTILE_DISC: (SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            MEDIAN: (SELECT MEDIAN(N) FROM NUMBERS)
            MODE: (SELECT MODE() WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            JSON_OBJECTAGG: (SELECT CAST(JSON_OBJECTAGG(S: N) AS VARCHAR) FROM NUMBERS WHERE N = 1)
            JSON_ARRAYAGG: (SELECT CAST(JSON_ARRAYAGG(N) AS VARCHAR) FROM NUMBERS WHERE N = 1)
            ROW_NUMBER: ROW_NUMBER() OVER (ORDER BY N)
            RANK: RANK() OVER (ORDER BY N)
            DENSE_RANK: DENSE_RANK() OVER (ORDER BY N)
            PERCENT_RANK: PERCENT_RANK() OVER (ORDER BY N)
            CUME_DIST: CUME_DIST() OVER (ORDER BY N)
            LEAD: LEAD(N) OVER (ORDER BY N)
            LAG: LAG(N) OVER (ORDER BY N)
            FIRST_VALUE: FIRST_VALUE(N) OVER (ORDER BY N)
            LAST_VALUE: LAST_VALUE(N) OVER (ORDER BY N)
            NTH_VALUE: NTH_VALUE(N, 2) OVER (ORDER BY N)
            NTILE: NTILE(2) OVER (ORDER BY N)
            RATIO_TO_REPORT: RATIO_TO_REPORT(N) OVER ()
            CURRVAL: CURRVAL('numbered')
            NEXTVAL: NEXTVAL('numbered')
            """;

    /** For each name the reason, and an expression that shows the refusal. */
    private static final String REFUSED = """
            INSERT Function: the word begins a statement; {fn INSERT(…)} does it | INSERT('Hello', 1, 1, 'J')
            COMPRESS: bytes that EXPAND makes many of | COMPRESS(X'00')
            EXPAND: a few bytes can take all memory | EXPAND(X'00')
            ABORT_SESSION: other sessions are not SQL's | ABORT_SESSION(1)
            CANCEL_SESSION: other sessions are not SQL's; CANCEL TASK ends tasks | CANCEL_SESSION(1)
            AUTOCOMMIT: of the mirror, where it is always off | AUTOCOMMIT()
            CONVERT: CAST does it | CONVERT(1, VARCHAR)
            CSVWRITE: writes files | CSVWRITE('x', 'SELECT 1')
            CURRENT_CATALOG: of the mirror | CURRENT_CATALOG
            DATABASE_PATH: of the mirror | DATABASE_PATH()
            DATA_TYPE_SQL: reads definitions of the mirror | DATA_TYPE_SQL('PUBLIC', 'NUMBERS', 'TABLE', '1')
            DB_OBJECT_ID: of the mirror | DB_OBJECT_ID('TABLE', 'PUBLIC', 'NUMBERS')
            DB_OBJECT_SQL: of the mirror | DB_OBJECT_SQL('TABLE', 'PUBLIC', 'NUMBERS')
            DB_OBJECT_SIZE: of the mirror | DB_OBJECT_SIZE('TABLE', 'PUBLIC', 'NUMBERS')
            DB_OBJECT_TOTAL_SIZE: of the mirror | DB_OBJECT_TOTAL_SIZE('TABLE', 'PUBLIC', 'NUMBERS')
            DB_OBJECT_APPROXIMATE_SIZE: of the mirror | DB_OBJECT_APPROXIMATE_SIZE('TABLE', 'PUBLIC', 'NUMBERS')
            DB_OBJECT_APPROXIMATE_TOTAL_SIZE: of the mirror | DB_OBJECT_APPROXIMATE_TOTAL_SIZE('TABLE', 'PUBLIC', 'NUMBERS')
            DISK_SPACE_USED: of the mirror | DISK_SPACE_USED('NUMBERS')
            SIGNAL: makes errors that look like ours | SIGNAL('23505', 'x')
            ESTIMATED_ENVELOPE: needs a spatial index | ESTIMATED_ENVELOPE('NUMBERS', 'N')
            ENVELOPE: needs geometries' library | ENVELOPE(N)
            FILE_READ: reads files | FILE_READ('x')
            FILE_WRITE: writes files | FILE_WRITE(X'00', 'x')
            LOCK_MODE: of the mirror | LOCK_MODE()
            LOCK_TIMEOUT: of the mirror | LOCK_TIMEOUT()
            MEMORY_FREE: runs a garbage collection | MEMORY_FREE()
            MEMORY_USED: runs a garbage collection | MEMORY_USED()
            READONLY: of the mirror | READONLY()
            ROWNUM: depends on the plan; ROW_NUMBER() does not | ROWNUM()
            SESSION_ID: of the mirror | SESSION_ID()
            SET: there are no variables | SET(@A, 1)
            TRANSACTION_ID: of the mirror | TRANSACTION_ID()
            CURRENT_PATH: there are no paths | CURRENT_PATH
            CURRENT_ROLE: there are no roles | CURRENT_ROLE
            H2VERSION: of the mirror | H2VERSION()
            CSVREAD: reads files | (SELECT 1 FROM CSVREAD('x'))
            LINK_SCHEMA: opens other databases | (SELECT 1 FROM LINK_SCHEMA('a', 'b', 'c', 'd', 'e', 'f'))
            TABLE: UNNEST does it | (SELECT 1 FROM TABLE(X INT = (1, 2)))
            ANY: BOOL_OR does it | (SELECT ANY(N > 1) FROM NUMBERS)
            RANK aggregate: the grammar has it as a window function only | (SELECT RANK(2) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            DENSE_RANK aggregate: as above | (SELECT DENSE_RANK(2) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            PERCENT_RANK aggregate: as above | (SELECT PERCENT_RANK(2) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            CUME_DIST aggregate: as above | (SELECT CUME_DIST(2) WITHIN GROUP (ORDER BY N) FROM NUMBERS)
            """;

    private static Map<String, String> entries(String list) {
        Map<String, String> entries = new HashMap<>();
        list.lines()
                .forEach(line ->
                        entries.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
        return entries;
    }

    @Test
    void everyFunctionWorksOrIsRefused() throws SQLException {
        String create = "CREATE TABLE NUMBERS (N INT PRIMARY KEY, S VARCHAR(9))";
        String fill = "INSERT INTO NUMBERS VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')";
        Map<String, String> working = entries(WORKING);
        Map<String, String> refused = entries(REFUSED);
        List<String> wrong = new ArrayList<>();
        String sequence = "CREATE SEQUENCE NUMBERED";
        String use = "SELECT NEXT VALUE FOR NUMBERED";
        execute(create, fill, sequence, use);
        try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:", "vectra", "");
                Statement statement = h2.createStatement()) {
            for (String each : List.of(create, fill, sequence, use)) {
                statement.execute(each);
            }
            for (String function : functions(statement)) {
                String expression = working.remove(function);
                String reason = refused.remove(function);
                if (expression != null) {
                    compare(h2, function, expression, wrong);
                } else if (reason != null) {
                    expectRefusal(function, reason.substring(reason.indexOf(" | ") + 3), wrong);
                } else {
                    wrong.add(function + " is neither in the list of those that work nor of those that are refused");
                }
            }
        }

        assertThat(String.join("\n", wrong)).isEmpty();
        assertThat(working.keySet()).as("functions that H2 does not have").isEmpty();
        assertThat(refused.keySet()).as("functions that H2 does not have").isEmpty();
    }

    private static TreeSet<String> functions(Statement h2) throws SQLException {
        TreeSet<String> names = new TreeSet<>();
        try (ResultSet topics = h2.executeQuery("HELP")) {
            while (topics.next()) {
                if (topics.getString("SECTION").contains("Functions")) {
                    names.add(topics.getString("TOPIC"));
                }
            }
        }
        return names;
    }

    private void compare(Connection h2, String function, String expression, List<String> wrong) throws SQLException {
        String sql = "SELECT " + expression + " FROM NUMBERS ORDER BY N";
        List<String> expected = texts(h2, sql);
        try {
            List<String> found = texts(connection, sql);
            if (!RANDOM.contains(function) && !found.equals(expected)) {
                wrong.add(function + " gives " + found + ", but in H2 " + expected);
            }
        } catch (SQLException e) {
            wrong.add(function + " fails: " + e.getMessage());
        }
    }

    private void expectRefusal(String function, String expression, List<String> wrong) {
        Throwable failure = catchThrowable(() -> texts(connection, "SELECT " + expression + " FROM NUMBERS"));
        String state = failure instanceof SQLException sql ? sql.getSQLState() : "none";
        if (!List.of("90022", "0A000", "42000", "42S22").contains(state)) {
            wrong.add(function + " should be refused, but: " + state + " " + failure);
        }
    }

    private static List<String> texts(Connection asked, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = asked.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
