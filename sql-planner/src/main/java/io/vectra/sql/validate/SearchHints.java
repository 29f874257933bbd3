package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.StoreException;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Reads the hints after SELECT, which say how hard the vector search of that part of the query tries. */
public final class SearchHints {
    private static final List<String> NAMES = List.of("EF_SEARCH", "RECALL", "EXACT");

    private SearchHints() {}

    /**
     * Returns what a part's hint says, or null if it has none.
     *
     * @throws SqlFailure ({@code 42000}) for an unknown hint, a value that does not fit, or more than one hint
     */
    public static @Nullable SearchOptions of(SqlSelect select) {
        if (!select.hasHints()) {
            return null;
        }
        if (select.getHints().size() > 1) {
            throw failure(
                    "EF_SEARCH, RECALL and EXACT are alternatives; leave all hints but one out",
                    select.getHints().get(1));
        }
        return options((SqlHint) select.getHints().get(0));
    }

    private static SearchOptions options(SqlHint hint) {
        String name = hint.getName().toUpperCase(Locale.ROOT);
        List<String> values = hint.getOptionList();
        try {
            switch (name) {
                case "EXACT":
                    if (values.isEmpty()) {
                        return SearchOptions.EXACT;
                    }
                    throw failure("The hint EXACT takes no value: /*+ EXACT */", hint);
                case "EF_SEARCH":
                    int ef = values.size() == 1 ? Integer.parseInt(values.get(0)) : 0;
                    if (ef > 0) {
                        return new SearchOptions(ef, 0, false);
                    }
                    break;
                case "RECALL":
                    double recall = values.size() == 1 ? Double.parseDouble(values.get(0)) : 0;
                    if (recall > 0) {
                        return new SearchOptions(0, recall, false);
                    }
                    break;
                default:
                    throw failure(
                            "Hint \"" + name + "\" not found; the hints are EF_SEARCH(200), RECALL(0.99) and EXACT"
                                    + Suggestions.didYouMean(name, NAMES),
                            hint);
            }
        } catch (NumberFormatException | StoreException e) {
            throw badValue(name, hint, e);
        }
        throw badValue(name, hint, null);
    }

    private static SqlFailure badValue(String name, SqlNode hint, @Nullable Exception cause) {
        SqlFailure failure = failure(
                name.equals("RECALL")
                        ? "The hint RECALL takes a number above 0 and below 1: /*+ RECALL(0.99) */"
                        : "The hint EF_SEARCH takes a whole number from 1 to " + SearchOptions.EF_MAX
                                + ": /*+ EF_SEARCH(200) */",
                hint);
        if (cause != null) {
            failure.addSuppressed(cause);
        }
        return failure;
    }

    private static SqlFailure failure(String message, SqlNode hint) {
        SqlParserPos pos = hint.getParserPosition();
        return Failures.at(Failures.SYNTAX_ERROR, message, pos);
    }
}
