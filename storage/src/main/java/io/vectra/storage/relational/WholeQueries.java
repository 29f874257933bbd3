package io.vectra.storage.relational;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.h2.command.CommandContainer;
import org.h2.command.CommandInterface;
import org.h2.command.Prepared;
import org.h2.command.query.Query;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Prepares queries of which H2 keeps no result.
 *
 * <p>H2 keeps what a query has found with its parsed text, to answer the same query again. Within a statement that
 * spares running a sub-query for each row of the query around it; but of the whole query it would hold the rows in
 * memory that nobody asks for again, of each of the texts that it keeps parsed. Thread rule: the connection's.
 */
final class WholeQueries {
    /** What sub-queries have found is kept of so many texts. */
    private static final int NESTED_MAX = 32;

    private static final VarHandle COMMAND = field(JdbcPreparedStatement.class, "command", CommandInterface.class);
    private static final VarHandle PREPARED = field(CommandContainer.class, "prepared", Prepared.class);

    private final JdbcConnection connection;
    private final SessionLocal session;
    private final Set<String> nested = new HashSet<>();

    WholeQueries(JdbcConnection connection) {
        this.connection = connection;
        this.session = (SessionLocal) connection.getSession();
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        Query query = query(statement);
        if (query != null) {
            query.disableCache();
        }
        if (hasSubquery(sql)) {
            bound(sql);
        }
        return statement;
    }

    private static @Nullable Query query(PreparedStatement statement) {
        Object command = COMMAND.get((JdbcPreparedStatement) statement);
        return command instanceof CommandContainer container && PREPARED.get(container) instanceof Query query
                ? query
                : null;
    }

    private static boolean hasSubquery(String sql) {
        return sql.indexOf("SELECT", "SELECT".length()) >= 0;
    }

    /** Lets H2 forget the texts that it keeps, where there are too many whose sub-queries may hold rows. */
    private void bound(String sql) {
        if (nested.add(sql) && nested.size() > NESTED_MAX) {
            session.setCurrentSchema(session.getDatabase().getSchema(session.getCurrentSchemaName()));
            nested.clear();
            nested.add(sql);
        }
    }
}
