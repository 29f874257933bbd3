package io.vectra.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for URLs that begin with {@code jdbc:vectra:}; {@link DriverManager} finds it by the service
 * loader.
 *
 * <p>URLs: {@code jdbc:vectra:<folder>} or {@code jdbc:vectra:mem:<name>} with the options {@code ;create=false},
 * {@code ;readonly=true}, {@code ;sync=commit|<ms>} and {@code ;product=H2}, which may also come as properties. The
 * properties {@code user} and {@code password} are ignored.
 *
 * <p>Thread rule: any number of threads.
 */
public final class VectraDriver implements Driver {
    static {
        register();
    }

    /** Created by the service loader. */
    public VectraDriver() {}

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (url == null) {
            throw SqlErrors.of(SqlErrors.GENERAL, "The URL is null; expected " + ConnectionUrl.PREFIX + "<folder>");
        }
        return acceptsURL(url) ? open(url, info == null ? new Properties() : info) : null;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return ConnectionUrl.accepts(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        Properties given = info == null ? new Properties() : info;
        return new DriverPropertyInfo[] {
            property(given, ConnectionUrl.CREATE, "true", "Whether a missing database is created", "true", "false"),
            property(given, ConnectionUrl.READ_ONLY, "false", "Whether nothing is written", "true", "false"),
            property(
                    given,
                    ConnectionUrl.SYNC,
                    "commit",
                    "commit: force every commit; a number: at most that many ms later"),
            property(
                    given,
                    ConnectionUrl.PRODUCT,
                    "Vectra",
                    "The name that the metadata gives the database, for clients that know H2 only",
                    "Vectra",
                    "H2"),
        };
    }

    @Override
    public int getMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return DriverVersion.MINOR;
    }

    /** Returns false: the whole of SQL-92 that this asks for is not there. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw SqlErrors.notSupported("java.util.logging (the driver logs through System.Logger)");
    }

    /** Opens a connection, and with the first one the database behind it. */
    static Connection open(String url, Properties info) throws SQLException {
        try {
            ConnectionUrl parsed = ConnectionUrl.parse(url, info);
            return new VectraConnection(parsed, OpenDatabases.ofThisJvm().acquire(parsed));
        } catch (SQLException | RuntimeException | Error e) {
            throw SqlErrors.of(e);
        }
    }

    private static DriverPropertyInfo property(
            Properties given, String name, String otherwise, String description, String... choices) {
        var property = new DriverPropertyInfo(name, given.getProperty(name, otherwise));
        property.description = description;
        property.choices = choices.length == 0 ? null : choices;
        return property;
    }

    private static void register() {
        try {
            DriverManager.registerDriver(new VectraDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
