package io.vectra.sql.parser;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A form of other databases that is refused where it stands, with what to write instead. */
public enum RefusedForm {
    DELETE_USING("DELETE … USING", "write WHERE EXISTS (SELECT …), or MERGE INTO … USING … WHEN MATCHED THEN DELETE"),
    ON_CONSTRAINT("ON CONFLICT ON CONSTRAINT", "write the constraint's columns: ON CONFLICT (…)"),
    ON_DUPLICATE_KEY(
            "ON DUPLICATE KEY UPDATE", "write ON CONFLICT (…) DO UPDATE SET …, where EXCLUDED.name is the new value"),
    PARTIAL_INDEX(
            "CREATE INDEX … WHERE", "leave WHERE out: a search under a WHERE uses the index, and finds as many rows"),
    SET_LOCAL(
            "SET LOCAL",
            "SET holds for the connection until RESET; a hint for one query: SELECT /*+ EF_SEARCH(200) */ …"),
    SEVERAL_ACTIONS(
            "ALTER TABLE with several actions",
            "write a statement for each; ADD (a INT, b INT) adds several columns, DROP COLUMN a, b drops them"),
    SEVERAL_TABLES("DROP TABLE of several tables", "write a statement for each"),
    UPDATE_FROM("UPDATE … FROM", "write MERGE INTO … USING … WHEN MATCHED THEN UPDATE SET …, or SET c = (SELECT …)");

    private final String form;
    private final String advice;

    RefusedForm(String form, String advice) {
        this.form = form;
        this.advice = advice;
    }

    /**
     * Refuses the form.
     *
     * @throws io.vectra.sql.SqlFailure always
     */
    public void refuse(SqlParserPos pos) {
        throw SyntaxErrors.at(pos, "0A000", form + " is not supported; " + advice);
    }
}
