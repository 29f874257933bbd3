package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** MERGE INTO table USING source. */
public final class MergeNode extends StatementNode {
    private final Parts parts;

    public MergeNode(SqlParserPos pos, Parts parts) {
        super(pos, "MERGE", SqlKind.OTHER);
        this.parts = parts;
    }

    /** Returns what the statement is made of. */
    public Parts parts() {
        return parts;
    }

    /**
     * What a MERGE is made of.
     *
     * @param table the table that is changed
     * @param alias its alias, or null
     * @param source a table or query, with or without an alias
     * @param condition which rows of both match
     * @param branches what is done with which rows; the first one that fits a row is taken
     */
    public record Parts(
            SqlIdentifier table,
            @Nullable SqlIdentifier alias,
            SqlNode source,
            SqlNode condition,
            List<ChangeBranch> branches) {
        public Parts {
            branches = List.copyOf(branches);
        }

        /** Returns the name that the table's columns are qualified with. */
        public String targetName() {
            return alias == null ? table.names.get(table.names.size() - 1) : alias.getSimple();
        }
    }
}
