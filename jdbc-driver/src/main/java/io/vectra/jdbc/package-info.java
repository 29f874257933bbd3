/**
 * The JDBC driver: {@code java.sql} over {@link io.vectra.sql.SqlEngine} and {@link io.vectra.storage.Database}.
 *
 * <p>Users need {@link io.vectra.jdbc.VectraDataSource} or a URL such as {@code jdbc:vectra:./data/shop}, and otherwise
 * {@code java.sql} alone. What is relational is forwarded to the mirror's own JDBC objects; vectors, plans, errors and
 * metadata are answered here.
 *
 * <p>Thread rule: a connection and everything made from it may be used by several threads, one at a time; the driver
 * synchronises on the connection. {@code Statement.cancel} and {@code Connection.abort} work at any time from any
 * thread.
 *
 * <p>Every {@link java.sql.SQLException} is made by {@code SqlErrors}; no class, name or text of an inner library is in
 * its message.
 */
@NullMarked
package io.vectra.jdbc;

import org.jspecify.annotations.NullMarked;
