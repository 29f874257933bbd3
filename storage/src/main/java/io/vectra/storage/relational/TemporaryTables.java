package io.vectra.storage.relational;

import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import io.vectra.storage.manifest.TableDefinition;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;

/**
 * The temporary tables of one connection: H2's local ones, which H2 neither stores nor shows to others, and drops with
 * the connection. Their changes are not captured.
 *
 * <p>What a transaction's end does to them is not H2's business: it commits more often than users do. Thread rule: that
 * of the {@link MirrorConnection}.
 */
public final class TemporaryTables {
    /** No record carries it, because nothing is logged. */
    private static final int TABLE_ID = 1;

    private static final String CREATE = "CREATE TABLE ";

    private final JdbcConnection connection;
    private final SessionLocal session;
    private final Object definitionLock;

    /**
     * Looks after the tables of a connection.
     *
     * @param definitionLock held while H2's definitions change: H2 locks them in more than one order, and would wait
     *     for itself until its lock timeout
     */
    TemporaryTables(JdbcConnection connection, Object definitionLock) {
        this.connection = connection;
        this.definitionLock = definitionLock;
        this.session = (SessionLocal) connection.getSession();
    }

    /**
     * Makes a table, with the row id that other tables have; the running transaction goes on.
     *
     * @throws SQLException if there is one of that name, or a type or constraint is wrong; nothing is left then
     */
    public TableInfo create(TemporaryTable table) throws SQLException {
        try {
            SchemaPlan plan = table.definition().accept(new SchemaPlanner(MirrorTables.NONE, false, TABLE_ID, 1));
            TableDefinition definition = plan.created().get(0);
            if (definition.hasVectors()) {
                throw SchemaPlanner.unsupported("a vector column in a temporary table");
            }
            String sql = plan.mirrorSql().get(0);
            assert sql.startsWith(CREATE) : sql;
            define("CREATE LOCAL TEMPORARY" + sql.substring("CREATE".length()) + " NOT PERSISTENT TRANSACTIONAL");
            return new MirrorCatalog(session, MirrorTables.NONE, Map.of())
                    .info(session.findLocalTempTable(table.name()), definition, table.lifetime());
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    /** Returns whether a statement of the mirror may read a table; H2 finds it in the default schema too. */
    public static boolean isNamed(String table, String mirrorSql) {
        return mirrorSql.contains(qualified(table))
                || mirrorSql.contains(MirrorSql.name(Catalog.DEFAULT_SCHEMA, table));
    }

    private static String qualified(String name) {
        return MirrorSql.name(Catalog.TEMPORARY_SCHEMA, name);
    }

    /** Drops a table; ends the running transaction. */
    public void drop(String name) throws SQLException {
        define("DROP TABLE " + qualified(name));
    }

    /** Removes all rows of a table; ends the running transaction. */
    public void truncate(String name, boolean restartsIdentity) throws SQLException {
        String sql = "TRUNCATE TABLE " + qualified(name);
        if (restartsIdentity) {
            define(sql + " RESTART IDENTITY");
        } else {
            // No definition changes, so that the end of a transaction need not wait for others.
            execute(sql + " CONTINUE IDENTITY");
        }
    }

    /**
     * Makes an index; ends the running transaction.
     *
     * @param sql a CREATE INDEX
     */
    public void createIndex(String sql) throws SQLException {
        define(sql);
    }

    /** H2 keeps the definitions of all tables locked, although those of temporary ones are not among them. */
    private void define(String sql) throws SQLException {
        synchronized (definitionLock) {
            try {
                execute(sql);
            } finally {
                if (!connection.isClosed()) {
                    session.getDatabase().unlockMeta(session);
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the connection, which drops the tables. */
    void close() throws SQLException {
        if (session.getLocalTempTables().isEmpty()) {
            connection.close();
        } else {
            synchronized (definitionLock) {
                connection.close();
            }
        }
    }
}
