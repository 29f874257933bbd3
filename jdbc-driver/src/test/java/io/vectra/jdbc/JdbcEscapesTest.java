package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcEscapesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 | SELECT 1",
                "SELECT * FROM {oj a LEFT JOIN b ON a.x = b.x} | SELECT * FROM     a LEFT JOIN b ON a.x = b.x",
                "SELECT * FROM { OJ a} x | SELECT * FROM      a  x",
                "x LIKE 'a!%' {escape '!'} y | x LIKE 'a!%'  escape '!'  y",
                "SELECT 1 {limit 5 offset 2} z | SELECT 1  limit 5 offset 2  z",
                "SELECT {fn UCASE({d '2026-01-01'})} | SELECT {fn UCASE({d '2026-01-01'})}",
                "SELECT '{oj', \"{oj\" /* {oj */ -- {oj } | SELECT '{oj', \"{oj\" /* {oj */ -- {oj }",
                "SELECT 1 // {limit 1} | SELECT 1 // {limit 1}",
                "SELECT 'it''s {limit 1}' | SELECT 'it''s {limit 1}'",
                "SELECT '{oj | SELECT '{oj"
            })
    void bracesAreTakenOffInPlace(String sql, String expected) throws SQLException {
        assertThat(JdbcEscapes.translate(sql).stripTrailing()).isEqualTo(expected);
    }
}
