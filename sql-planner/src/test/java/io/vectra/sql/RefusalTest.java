package io.vectra.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.mirror.Invariants;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Validation;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    private static final CatalogView CATALOG = new CatalogView(SampleCatalog.CATALOG);
    private static final Invariants.Rule NO_INVARIANTS = new Invariants.Rule() {
        @Override
        public @Nullable SqlNode alone(SqlNode query) {
            return null;
        }

        @Override
        public @Nullable Integer indexedType(SqlNode expression) {
            return null;
        }
    };

    private static String mirror(String sql) {
        return StatementPrinter.print(Validation.validate(SqlText.parse(sql), CATALOG), new Invariants(NO_INVARIANTS))
                .text();
    }

    private static SqlFailure failure(String sql) {
        return catchThrowableOfType(SqlFailure.class, () -> mirror(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "90022 | SELECT FILE_READ('/etc/passwd')",
                "90022 | SELECT \"PUBLIC\".\"FILE_READ\"('/etc/passwd')",
                "90022 | SELECT \"FILE_READ\"('/etc/passwd')",
                "90022 | SELECT MEMORY_FREE() FROM docs",
                "90022 | INSERT INTO tags VALUES (1, FILE_READ('/etc/passwd'))",
                "90022 | SELECT {fn FILE_READ('/etc/passwd')}",
                "0A000 | SELECT * FROM CSVREAD('/etc/passwd')",
                "90022 | CALL CSVREAD('/etc/passwd')",
                "0A000 | CREATE ALIAS run AS 'int f() { return 1; }'",
                "0A000 | RUNSCRIPT FROM 'x'",
                "0A000 | SCRIPT TO 'x'",
                "0A000 | SELECT id FROM docs ORDER BY vec",
                "0A000 | SELECT 1 FROM docs NATURAL JOIN notes",
                "0A000 | SELECT 1 FROM docs JOIN notes USING (vec)",
                "42804 | SELECT vec FROM docs UNION ALL SELECT wide FROM notes",
                "42804 | SELECT vec FROM docs UNION ALL SELECT id FROM notes",
                "42804 | SELECT cosine(vec, wide) FROM notes",
                "42804 | SELECT cosine(vec, title) FROM docs",
                "42804 | SELECT upper(vec) FROM docs",
                "42804 | SELECT id FROM docs WHERE vec < vec",
                "42804 | SELECT id FROM docs WHERE vec IN (SELECT vec FROM notes)",
                "42804 | SELECT min(vec) FROM docs",
                "42804 | INSERT INTO docs (vec) VALUES (12)",
                "42804 | INSERT INTO docs (id) SELECT vec FROM notes",
                "42804 | UPDATE docs SET vec = id",
                "22000 | SELECT cosine(vec, '[1, 2]') FROM docs",
                "22000 | INSERT INTO docs (vec) VALUES ('[1, NaN, 2]')",
                "42S02 | SELECT * FROM dcos",
                "42S22 | SELECT titel FROM docs",
                "42000 | SELECT FROM WHERE",
            })
    void isAnsweredWithItsState(String state, String sql) {
        SqlFailure failure = failure(sql);

        assertThat(failure).as(sql).isNotNull();
        assertThat(failure.sqlState()).as("%s: %s", sql, failure.getMessage()).isEqualTo(state);
        assertThat(failure.getMessage()).doesNotContain("calcite").doesNotContain("org.h2");
    }

    @Test
    void namesAreSuggestedWithTheirPosition() {
        SqlFailure column = failure("SELECT id,\n  titel FROM docs");

        assertThat(column).hasMessageContaining("did you mean \"TITLE\"?");
        assertThat(column.line()).isEqualTo(2);
        assertThat(column.column()).isEqualTo(3);
        assertThat(failure("SELECT cosin(vec, ?) FROM docs")).hasMessageContaining("did you mean \"COSINE\"?");
        assertThat(failure("SELECT * FROM dcos")).hasMessageContaining("did you mean \"DOCS\"?");
    }

    @Test
    void comparedVectorsAreComparedByTheirKeys() {
        assertThat(mirror("SELECT id FROM docs WHERE vec = '[1,2,3]'"))
                .isEqualTo("SELECT \"DOCS\".\"ID\" FROM \"PUBLIC\".\"DOCS\" AS \"DOCS\" WHERE"
                        + " VECTRA_INTERNAL.VECTOR_KEY(\"DOCS\".\"VEC\") = VECTRA_INTERNAL.VECTOR_KEY(?1)");
    }

    @Test
    void scalarsGoToTheMirrorAsTheyWereWritten() {
        assertThat(
                        mirror(
                                "SELECT avg(id), CASE WHEN active THEN 'a' ELSE 'bcd' END FROM docs WHERE price > '5' GROUP BY active"))
                .isEqualTo(
                        "SELECT AVG(\"DOCS\".\"ID\") AS \"EXPR$0\", CASE WHEN \"DOCS\".\"ACTIVE\" THEN 'a' ELSE 'bcd' END AS \"EXPR$1\""
                                + " FROM \"PUBLIC\".\"DOCS\" AS \"DOCS\" WHERE \"DOCS\".\"PRICE\" > '5' GROUP BY \"DOCS\".\"ACTIVE\"");
    }
}
