package io.vectra.sql.mirror;

import io.vectra.sql.mirror.MirrorSql.Invariant;
import io.vectra.sql.mirror.MirrorSql.Use;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * The sub-queries of a statement that give the same for all of its rows. The mirror computes a sub-query again for each
 * row that asks for it; these are computed once, before the statement, as PostgreSQL does with its InitPlans and hashed
 * SubPlans.
 *
 * <p>Thread rule: not thread-safe.
 */
public final class Invariants {
    private final Rule rule;
    private final Map<SqlNode, Optional<MirrorSql>> known = new IdentityHashMap<>();

    /** Creates what is known of a statement's sub-queries: nothing yet. */
    public Invariants(Rule rule) {
        this.rule = rule;
    }

    /** Says which sub-queries give the same for all rows. */
    public interface Rule {
        /** Returns a sub-query as it can stand alone; null if that is not possible or not the same. */
        @Nullable
        SqlNode alone(SqlNode query);

        /** Returns the JDBC type of a column with which an index begins; null for anything else. */
        @Nullable
        Integer indexedType(SqlNode expression);
    }

    /**
     * Returns a sub-query as an invariant, or null if it is none.
     *
     * @param compared what its value, or its values, are compared with; null if nothing is known of it
     */
    @Nullable
    Invariant of(Use use, SqlNode query, @Nullable SqlNode compared) {
        Integer type = compared == null ? null : rule.indexedType(compared);
        HitsNode hits = use == Use.LIST && query instanceof SqlSelect select ? HitsNode.ofIds(select) : null;
        if (hits != null) {
            return new Invariant(use, null, hits.idParameter(), type);
        }
        MirrorSql sql = known.computeIfAbsent(query, this::print).orElse(null);
        return sql == null ? null : new Invariant(use, sql, -1, type);
    }

    private Optional<MirrorSql> print(SqlNode query) {
        SqlNode alone = rule.alone(query);
        return alone == null ? Optional.empty() : Optional.of(MirrorWriter.print(alone, new Invariants(rule)));
    }
}
