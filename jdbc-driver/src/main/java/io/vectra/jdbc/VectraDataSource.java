package io.vectra.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one database, for frameworks and pools that are configured by beans.
 *
 * <pre>{@code
 * var source = new VectraDataSource("jdbc:vectra:./data/shop");
 * try (Connection connection = source.getConnection()) { … }
 * }</pre>
 *
 * <p>User and password are accepted and ignored. Connections are cheap while another one is open; the database is
 * closed with the last one.
 *
 * <p>Thread rule: configure it before it is shared; then any number of threads.
 */
public final class VectraDataSource implements DataSource {
    private volatile String url = "";
    private volatile String user = "";
    private volatile int loginTimeoutSeconds;
    private volatile @Nullable PrintWriter logWriter;

    /** Creates a source without a URL; call {@link #setUrl} before the first connection. */
    public VectraDataSource() {}

    /** Creates a source of connections for a URL {@code jdbc:vectra:…}. */
    public VectraDataSource(String url) {
        this.url = url;
    }

    /** Returns the URL. */
    public String getUrl() {
        return url;
    }

    /** Sets the URL, {@code jdbc:vectra:<folder>} or {@code jdbc:vectra:mem:<name>} with options. */
    public void setUrl(String url) {
        this.url = url;
    }

    /** Returns the user name that was set; it has no meaning. */
    public String getUser() {
        return user;
    }

    /** Accepts a user name, as tools set one; an embedded database has no users. */
    public void setUser(String user) {
        this.user = user;
    }

    /** Accepts and forgets a password, as tools set one; an embedded database has no users. */
    @SuppressWarnings("unused")
    public void setPassword(String password) {}

    @Override
    public Connection getConnection() throws SQLException {
        return VectraDriver.open(url, new Properties());
    }

    /** Opens a connection; the user and the password have no meaning. */
    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    /** Keeps the value; opening waits for no one, so it has no effect. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw SqlErrors.notSupported("java.util.logging (the driver logs through System.Logger)");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
