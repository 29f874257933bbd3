package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.execute.Candidates.Ranking;
import io.vectra.storage.TextHits;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
        Run prepared = withRoom(run);
        List<CandidateRun> runs = runs(prepared);
        Ranking ranking = candidates.get(0).ranking();
        if (ranking != null && ranking.hitColumns() != null) {
            Execution scored = scored(runs.get(0), prepared, ranking, options);
            if (scored != null) {
                return scored;
            }
        }
        return areFound(runs, prepared) ? rest.run(prepared, options) : super.run(run, options);
    }

    /** Finds the candidates; returns null if the query is to run over whole tables. */
    @Nullable
    Run prepare(Run run) throws SQLException {
        Run prepared = withRoom(run);
        return areFound(runs(prepared), prepared) ? prepared : null;
    }

    private Run withRoom(Run run) {
        return run.with(
                rest.binding(), Arrays.copyOf(run.slots(), rest.binding().slotCount()));
    }

    private List<CandidateRun> runs(Run prepared) {
        return candidates.stream().map(each -> new CandidateRun(each, prepared)).toList();
    }

    /** Answers by the scores alone; returns null if that is not possible. */
    private @Nullable Execution scored(CandidateRun only, Run run, Ranking ranking, ExecuteOptions options)
            throws SQLException {
        long start = System.nanoTime();
        TextHits best = only.scored(ranking);
        if (best == null) {
            return null;
        }
        measure(run, candidates.get(0), best.count(), start);
        int offset = (int) ranking.offset().of(run.slots());
        Long[] rowIds = CandidateRun.boxed(Arrays.copyOfRange(best.rowIds(), offset, best.count()));
        @Nullable Double[] scores = new @Nullable Double[rowIds.length];
        Arrays.setAll(scores, i -> best.scores()[offset + i]);
        return rows(Objects.requireNonNull(ranking.hitColumns()), rowIds, scores, run.view(), options);
    }

    /** Puts the candidates into their slots; returns false if the query is to run over whole tables. */
    private boolean areFound(List<CandidateRun> runs, Run prepared) throws SQLException {
        for (int i = 0; i < runs.size(); i++) {
            Candidates each = candidates.get(i);
            long start = System.nanoTime();
            long[] rowIds = runs.get(i).find();
            measure(prepared, each, rowIds == null ? -1 : rowIds.length, start);
            if (rowIds == null) {
                return false;
            }
            prepared.slots()[each.slot()] = CandidateRun.boxed(rowIds);
        }
        return true;
    }

    private static void measure(Run run, Candidates candidates, int count, long start) {
        Measurements measured = run.measured();
        if (measured != null) {
            measured.add(new Measurements.Texts(candidates, count, System.nanoTime() - start));
        }
    }
}
