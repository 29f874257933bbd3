package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import org.jspecify.annotations.Nullable;

/**
 * Where a query vector comes from.
 *
 * @param parameter the parameter that holds it, or null if {@code sql} computes it
 * @param sql a query of the mirror whose one value it is, or null
 */
public record QueryVector(
        @Nullable Integer parameter, @Nullable MirrorSql sql) {}
