package io.vectra.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.h2.H2Database;
import org.flywaydb.core.internal.database.h2.H2DatabaseType;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;

/**
 * Tells Flyway, as a plugin that it finds by the service loader, that Vectra is an H2 with one writer.
 *
 * <p>The URL says {@code product=H2}, because Flyway asks an H2 for its version. Flyway locks its history on one
 * connection and migrates on another; here both are one.
 */
public final class FlywayVectra extends H2DatabaseType {
    @Override
    public String getName() {
        return "Vectra";
    }

    @Override
    public int getPriority() {
        return super.getPriority() + 1;
    }

    @Override
    public boolean handlesJDBCUrl(String url) {
        return url.startsWith("jdbc:vectra:");
    }

    @Override
    public String getDriverClass(String url, ClassLoader classLoader) {
        return "io.vectra.jdbc.VectraDriver";
    }

    @Override
    public boolean handlesDatabaseProductNameAndVersion(String product, String version, Connection connection) {
        try {
            return connection.getMetaData().getURL().startsWith("jdbc:vectra:");
        } catch (SQLException e) {
            throw new FlywayException("The database cannot be asked for its URL: " + e.getMessage(), e);
        }
    }

    @Override
    public Database<?> createDatabase(
            Configuration configuration, JdbcConnectionFactory connections, StatementInterceptor interceptor) {
        return new H2Database(configuration, connections, interceptor) {
            @Override
            public boolean useSingleConnection() {
                return true;
            }
        };
    }
}
