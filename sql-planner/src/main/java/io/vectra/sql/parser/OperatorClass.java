package io.vectra.sql.parser;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The words after an index's column by which pgvector names metrics. */
public final class OperatorClass {
    private static final Map<String, String> METRICS = new TreeMap<>(Map.of(
            "vector_cosine_ops", "cosine",
            "vector_ip_ops", "dot_product",
            "vector_l1_ops", "manhattan",
            "vector_l2_ops", "euclidean"));

    private OperatorClass() {}

    /**
     * Returns the option that means the same.
     *
     * @throws io.vectra.sql.SqlFailure 42P17 if there is no such operator class
     */
    public static IndexOptionNode option(SqlIdentifier word) {
        SqlParserPos pos = word.getParserPosition();
        String metric = METRICS.get(word.getSimple().toLowerCase(Locale.ROOT));
        if (metric == null) {
            throw SyntaxErrors.at(
                    pos,
                    "42P17",
                    "There is no operator class \"" + word.getSimple() + "\"; there are "
                            + String.join(", ", METRICS.keySet()) + ", or write WITH (metric = 'cosine')");
        }
        return new IndexOptionNode(new SqlIdentifier("METRIC", pos), metric, pos);
    }
}
