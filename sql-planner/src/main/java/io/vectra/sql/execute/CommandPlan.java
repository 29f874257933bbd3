package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.CommandNode.Command;
import io.vectra.storage.Database;
import io.vectra.storage.Isolation;
import io.vectra.storage.Session;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of transaction control or upkeep. */
public final class CommandPlan extends PlannedStatement {
    private final Command command;
    private final String argument;
    private final BegunSessions begun;

    public CommandPlan(Command command, String argument, BegunSessions begun, Environment environment) {
        super(Kind.COMMAND, List.of(), environment);
        this.command = command;
        this.argument = argument;
        this.begun = begun;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        switch (command) {
            case COMMIT -> {
                session.commit();
                begun.end(session);
            }
            case ROLLBACK -> {
                session.rollback();
                begun.end(session);
            }
            case ROLLBACK_TO -> session.rollbackTo(session.savepoint(argument));
            case SAVEPOINT -> session.setSavepoint(argument);
            case RELEASE -> session.release(session.savepoint(argument));
            case BEGIN -> begun.begin(session, argument.isEmpty() ? null : isolation(Command.valueOf(argument)));
            case SET_READ_COMMITTED, SET_SNAPSHOT -> session.setIsolation(isolation(command));
            case BACKUP -> session.backup(folder());
            case CANCEL_TASK -> cancel(session.database());
        }
        return done();
    }

    private static Isolation isolation(Command level) {
        return level == Command.SET_SNAPSHOT ? Isolation.SNAPSHOT : Isolation.READ_COMMITTED;
    }

    private void cancel(Database database) {
        boolean isNumber = argument.length() <= 18;
        if (!isNumber || !database.cancelTask(Long.parseLong(argument))) {
            throw new SqlFailure(
                    "42704", "There is no running task " + argument + "; SHOW PROGRESS lists the tasks with their ids");
        }
    }

    private Path folder() {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new SqlFailure(
                    "HY000", "BACKUP TO needs the path of a folder, but found '" + argument + "'", 0, 0, e);
        }
    }
}
