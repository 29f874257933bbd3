package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;

/** A number of rows with WITH TIES after it, while its query has not been read to the end. */
final class Ties extends SqlBasicCall {
    private static final SqlSpecialOperator OPERATOR = new SqlSpecialOperator("WITH TIES", SqlKind.OTHER);

    Ties(SqlNode count) {
        super(OPERATOR, List.of(count), count.getParserPosition());
    }
}
