package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mirror refuses in a run is told with its place in the user's text, as what the planner refuses is. */
class ErrorPlaceTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(40) NOT NULL, n INT, vec VECTOR(2))",
                "CREATE SEQUENCE s",
                "INSERT INTO docs VALUES (1, 'a', 5, '[1, 0]'), (2, 'b', 5, '[1, 1]'), (3, 'c', 6, '[1, 0]')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n, ^title FROM docs GROUP BY n",
                "SELECT d.n, ^d.vec FROM docs d GROUP BY d.n",
                "SELECT ^* FROM docs GROUP BY n",
                "SELECT ^id, count(*) FROM docs",
                "SELECT max(id) + ^id FROM docs",
                "SELECT n FROM docs GROUP BY n ORDER BY ^title",
                "SELECT n FROM docs GROUP BY n HAVING 0 < ^id",
                "SELECT n, max(title), rank() OVER (ORDER BY ^title) FROM docs GROUP BY n",
                "SELECT title FROM (SELECT n, ^x.title FROM docs x GROUP BY n) y",
                "CREATE TABLE t AS SELECT n, ^title FROM docs GROUP BY n",
                "EXPLAIN ANALYZE SELECT n, ^title FROM docs GROUP BY n",
                "INSERT INTO docs (id, title) SELECT max(id) + 9, ^title FROM docs GROUP BY n",
            })
    void aColumnBesideGroups(String marked) {
        assertPlace("90016", marked)
                .hasMessageContaining("add it to GROUP BY")
                .hasMessageContaining("MIN, or AVG of a vector");
    }

    /** Expects a refusal of the text without its ^, at the place of that. */
    private AbstractThrowableAssert<?, ? extends Throwable> assertPlace(String state, String marked) {
        int mark = marked.indexOf('^');
        String sql = marked.substring(0, mark) + marked.substring(mark + 1);
        return assertState(state, () -> execute(sql)).hasMessageContaining("(line 1, column " + (mark + 1) + ")");
    }

    @Test
    void whatIsAdvisedForAColumnBesideGroupsWorks() throws SQLException {
        assertThat(rows("SELECT n, min(title), avg(vec) FROM docs GROUP BY n")).hasSize(2);
        assertThat(rows("SELECT n, title FROM docs GROUP BY n, title")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "90022 | PARSEDATETIME | SELECT ^to_timestamp(1)",
                "90022 | PARSEDATETIME | SELECT ^to_date('01.02.2026', 'DD.MM.YYYY')",
                "90022 | CAST(text AS TIMESTAMP WITH TIME ZONE) | SELECT ^to_timestamp_tz('2026-02-01')",
                "90022 | DATEADD | SELECT id FROM docs WHERE 1 = ^add_months(title, 1)",
                "42000 | 1 arguments | SELECT ^concat('a')",
                "42000 | 2 arguments | SELECT ^concat_ws(',', 'a')",
                "22012 | Division by zero | SELECT ^1/0",
                "22012 | Division by zero | SELECT id FROM docs WHERE ^mod(n, 0) = 1",
                "22007 | LAST_DAY takes a date or a timestamp, not \"1\" | SELECT ^last_day(1)",
                "22007 | LAST_DAY takes a date or a timestamp, not \"a\" | SELECT ^last_day(title) FROM docs WHERE id = 1",
                "42804 | Function ABS takes a number, not CHARACTER VARYING | SELECT ^abs('x')",
                "90015 | SUM | SELECT n, ^sum(title) FROM docs GROUP BY n",
                "90008 | foo | SELECT hash(^'foo', title) FROM docs",
                "90008 | foo | SELECT date_trunc(^'foo', CURRENT_TIMESTAMP)",
            })
    void aFunctionThatIsRefused(String state, String part, String marked) {
        assertPlace(state, marked).hasMessageContaining(part);
    }

    @Test
    void whatIsAdvisedInPlaceOfForeignFunctionsWorks() throws SQLException {
        assertThat(value("SELECT CAST(CAST(PARSEDATETIME('01.02.2026', 'dd.MM.yyyy') AS DATE) AS VARCHAR)"))
                .isEqualTo("2026-02-01");
        assertThat(value("SELECT CAST(DATEADD(SECOND, 61, TIMESTAMP '1970-01-01 00:00:00') AS VARCHAR)"))
                .isEqualTo("1970-01-01 00:01:01");
        assertThat(value("SELECT CAST(DATEADD(MONTH, 1, DATE '2026-01-31') AS VARCHAR)"))
                .isEqualTo("2026-02-28");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "22018 | SELECT count(*) FROM docs WHERE n = ^'x'",
                "22018 | INSERT INTO docs (id, title, n) VALUES (4, 'x', ^'abc')",
                "22004 | INSERT INTO docs (id, title, n) VALUES (4, 'x', ^99999999999)",
                "22007 | SELECT CAST(^'2020-13-01' AS DATE)",
                "22025 | SELECT regexp_like(title, ^'(') FROM docs",
            })
    void aWrittenValueThatDoesNotFit(String state, String marked) {
        assertPlace(state, marked);
    }

    @Test
    void aValueThatStandsInTheTextTwiceHasNoPlace() {
        assertState("22018", () -> execute("SELECT count(*) FROM docs WHERE title = 'x' OR n = 'x'"))
                .hasMessageNotContaining("line 1");
        assertState("22018", () -> rows("SELECT count(*) FROM docs WHERE n = ?", "x"))
                .hasMessageNotContaining("line 1");
    }

    @Test
    void theMirrorsCopyOfATableIsNotNamed() {
        assertState("22018", () -> execute("ALTER TABLE docs ALTER COLUMN title INT"))
                .hasMessageContaining("DOCS")
                .hasMessageNotContaining("COPY");
    }

    @Test
    void preparedStatementsTellThePlaceWhenTheyAreDescribed() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1,\n sum(title) FROM docs")) {
            assertState("90015", statement::getMetaData).hasMessageContaining("(line 2, column 2)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42000 | (line 1, column 34) | closing ' | SELECT * FROM docs WHERE title = 'a",
                "42000 | (line 1, column 34) | closing ' | SELECT * FROM docs WHERE title = 'it''s",
                "42000 | (line 1, column 15) | closing \" | SELECT * FROM \"docs",
                "42000 | (line 1, column 34) | 'so' | SELECT * FROM docs WHERE title = `a`",
                "42S22 | (line 1, column 34) | 'red' | SELECT * FROM docs WHERE title = \"red\"",
                "42S22 | (line 1, column 8) | did you mean \"TITLE\" | SELECT \"title\" FROM docs",
                "21S02 | (line 1, column 13) | 4 columns, but gives 2 values | INSERT INTO docs VALUES (4, 'd')",
                "42804 | line 1 | '[0.1, 2, …]' | INSERT INTO docs (id, title, vec) VALUES (4, 'x', 5)",
                "90059 | (line 1, column 36) | alias | SELECT 1 FROM docs a, docs b WHERE id = 2",
                "42S02 | (line 1, column 8) | NEXT VALUE FOR S or CURRENT VALUE FOR S | SELECT s.CURRVAL",
                "42S02 | (line 1, column 15) | without the catalog | SELECT * FROM VECTRA.PUBLIC.docs",
                "42S02 | (line 1, column 15) | did you mean \"INDEXES\" | SELECT * FROM VECTRA.indexs",
                "42S02 | (line 1, column 8) | alias | SELECT docs.title FROM docs d",
                "42S02 | (line 1, column 8) | did you mean \"DOCS\" | SELECT dosc.title FROM docs d",
                "42804 | (line 1, column 8) | float[].class | SELECT CAST(vec AS REAL ARRAY) FROM docs",
                "07001 | 1 parameter, | prepareStatement | SELECT id FROM docs WHERE id = ?",
            })
    void commonMistakesAreToldWithAdvice(String state, String place, String advice, String sql) {
        assertState(state, () -> execute(sql)).hasMessageContaining(place).hasMessageContaining(advice);
    }

    @Test
    void textsBesideNumbersAreToldByTheirTypes() {
        assertState("22018", () -> execute("SELECT id FROM docs WHERE title = 5"))
                .hasMessage("A value of a column of type CHARACTER VARYING cannot become a DECFLOAT; compare values of"
                        + " one type, or CAST one of them");
    }
}
