package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SET, RESET or SHOW of a setting. */
public final class SettingNode extends StatementNode {
    /** What is done with the setting. */
    public enum Action {
        SET,
        RESET,
        SHOW
    }

    private final Action action;
    private final @Nullable SqlIdentifier name;
    private final @Nullable String value;

    /**
     * Creates a statement.
     *
     * @param name the setting's name, or null for all
     * @param value the value as text, or null for the default
     */
    public SettingNode(SqlParserPos pos, Action action, @Nullable SqlIdentifier name, @Nullable String value) {
        super(pos, action.name(), SqlKind.OTHER);
        this.action = action;
        this.name = name;
        this.value = value;
    }

    /** Returns what is done. */
    public Action action() {
        return action;
    }

    /** Returns the setting's name, or null for all. */
    public @Nullable SqlIdentifier name() {
        return name;
    }

    /** Returns the value as text, or null for the default. */
    public @Nullable String value() {
        return value;
    }
}
