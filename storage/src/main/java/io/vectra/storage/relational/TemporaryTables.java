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

    TemporaryTables(JdbcConnection connection) {
        this.connection = connection;
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
            execute("CREATE LOCAL TEMPORARY" + sql.substring("CREATE".length()) + " NOT PERSISTENT TRANSACTIONAL");
            return new MirrorCatalog(session, MirrorTables.NONE, Map.of())
                    .info(session.findLocalTempTable(table.name()), definition, table.lifetime());
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    /** Returns a table's name as statements of the mirror have it. */
    public static String qualified(String name) {
        return MirrorSql.name(Catalog.TEMPORARY_SCHEMA, name);
    }

    /** Drops a table; ends the running transaction. */
    public void drop(String name) throws SQLException {
        execute("DROP TABLE " + qualified(name));
    }

    /** Removes all rows of a table; ends the running transaction. */
    public void truncate(String name, boolean restartsIdentity) throws SQLException {
        execute("TRUNCATE TABLE " + qualified(name)
                + (restartsIdentity ? " RESTART IDENTITY" : " CONTINUE IDENTITY"));
    }

    /**
     * Makes an index; ends the running transaction.
     *
     * @param sql a CREATE INDEX
     */
    public void createIndex(String sql) throws SQLException {
        execute(sql);
    }

    /** H2 locks the definitions of all tables, although those of temporary ones are not among them. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } finally {
            if (!connection.isClosed()) {
                session.getDatabase().unlockMeta(session);
            }
        }
    }
}
