package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** VACUUM, ANALYZE or REINDEX. */
public final class UpkeepNode extends StatementNode {
    /** What is to be done. */
    public enum Task {
        VACUUM,
        ANALYZE,
        REINDEX
    }

    private final Task task;
    private final @Nullable SqlIdentifier target;

    /**
     * Creates a statement.
     *
     * @param target the table's or index's name, or null for all tables
     */
    public UpkeepNode(SqlParserPos pos, Task task, @Nullable SqlIdentifier target) {
        super(pos, task.name(), SqlKind.OTHER);
        this.task = task;
        this.target = target;
    }

    /** Returns what is to be done. */
    public Task task() {
        return task;
    }

    /** Returns the table's or index's name, or null for all tables. */
    public @Nullable SqlIdentifier target() {
        return target;
    }
}
