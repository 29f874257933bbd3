package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are eligible for a search. Immutable.
 *
 * @param sql the query of the mirror that collects the eligible rows
 * @param template the same condition for the storage engine, or null if only the mirror can evaluate it
 */
public record RowFilter(MirrorSql sql, @Nullable FilterTemplate template) {}
