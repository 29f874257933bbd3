package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.execute.Candidates.Ranking;
import io.vectra.storage.HitColumn;
import io.vectra.storage.TextHits;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose parts read, in place of whole tables, the candidates that full-text indexes give. Its result is that of
 * the query over the whole tables, because what orders and filters the rows is the same statement.
 */
public final class CandidatePlan extends QueryPlan {
    private final List<Candidates> candidates;
    private final QueryPlan exact;
    private final QueryPlan rest;

    /**
     * Creates the plan.
     *
     * @param exact the query over whole tables, which runs when candidates are no help
     * @param rest the query over candidates, with room for their ids in its slots
     */
    public CandidatePlan(QueryPlan exact, List<Candidates> candidates, QueryPlan rest, Environment environment) {
        super(exact.sql(), exact.binding(), exact.parameters(), exact.plainColumns(), environment);
        this.candidates = List.copyOf(candidates);
        this.exact = exact;
        this.rest = rest;
    }

    /** Returns how the parts get their rows. */
    List<Candidates> candidates() {
        return candidates;
    }

    /** Returns the query over whole tables. */
    QueryPlan exact() {
        return exact;
    }

    /** Returns the query over the candidates. */
    QueryPlan rest() {
        return rest;
    }

    @Override
    Execution run(Run run, ExecuteOptions options) throws SQLException {
        Ranking ranking = candidates.get(0).ranking();
        if (ranking != null && ranking.hitColumns() != null) {
            Execution scored = scored(run, ranking, ranking.hitColumns(), options);
            if (scored != null) {
                return scored;
            }
        }
        Run prepared = prepare(run);
        return prepared == null ? super.run(run, options) : rest.run(prepared, options);
    }

    /** Answers by the scores alone; returns null if that is not possible. */
    private @Nullable Execution scored(Run run, Ranking ranking, List<HitColumn> columns, ExecuteOptions options)
            throws SQLException {
        Candidates only = candidates.get(0);
        long start = System.nanoTime();
        TextHits best = new CandidateRun(only, run).scored(ranking);
        if (best == null) {
            return null;
        }
        Measurements measured = run.measured();
        if (measured != null) {
            measured.add(new Measurements.Texts(only, best.count(), System.nanoTime() - start));
        }
        int offset = (int) ranking.offset().of(run.slots());
        Long[] rowIds = CandidateRun.boxed(Arrays.copyOfRange(best.rowIds(), offset, best.count()));
        @Nullable Double[] scores = new @Nullable Double[rowIds.length];
        Arrays.setAll(scores, i -> best.scores()[offset + i]);
        return rows(columns, rowIds, scores, run.view(), options);
    }

    /** Finds the candidates; returns null if the query is to run over whole tables. */
    @Nullable
    Run prepare(Run run) throws SQLException {
        @Nullable Object[] slots = Arrays.copyOf(run.slots(), rest.binding().slotCount());
        Run prepared = run.with(rest.binding(), slots);
        for (Candidates each : candidates) {
            long start = System.nanoTime();
            long[] rowIds = new CandidateRun(each, prepared).find();
            Measurements measured = run.measured();
            if (measured != null) {
                measured.add(
                        new Measurements.Texts(each, rowIds == null ? -1 : rowIds.length, System.nanoTime() - start));
            }
            if (rowIds == null) {
                return null;
            }
            slots[each.slot()] = CandidateRun.boxed(rowIds);
        }
        return prepared;
    }
}
