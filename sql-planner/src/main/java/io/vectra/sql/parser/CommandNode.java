package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement of transaction control or upkeep. */
public final class CommandNode extends StatementNode {
    /** What is to be done. */
    public enum Command {
        COMMIT,
        ROLLBACK,
        ROLLBACK_TO,
        SAVEPOINT,
        RELEASE,
        BEGIN,
        SET_READ_COMMITTED,
        SET_SNAPSHOT,
        BACKUP,
        CANCEL_TASK
    }

    private final Command command;
    private final @Nullable String argument;

    /**
     * Creates a command.
     *
     * @param argument the savepoint's name, the backup's folder, the task's number, or the command that sets the
     *     isolation of what begins; null where the command has none
     */
    public CommandNode(SqlParserPos pos, Command command, @Nullable String argument) {
        super(pos, command.name(), SqlKind.OTHER);
        this.command = command;
        this.argument = argument;
    }

    /** Returns what is to be done. */
    public Command command() {
        return command;
    }

    /** Returns what the command is about, as the constructor takes it; empty where it has none. */
    public String argument() {
        return argument == null ? "" : argument;
    }
}
