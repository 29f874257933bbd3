package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The mirror's statement behind a change. Immutable.
 *
 * @param exact the statement without any search
 * @param searched the one over what searches find first, where the parameters make that possible; or null
 * @param repeated what must not be in its rows, where the mirror would not notice; or null
 */
record ChangeSql(
        MirrorSql exact,
        Binding binding,
        @Nullable SearchedSql searched,
        @Nullable RepeatedRow repeated) {
    ChangeSql(MirrorSql exact, Binding binding) {
        this(exact, binding, null, null);
    }

    /** Returns the same statement, checked before each run. */
    ChangeSql without(RepeatedRow rows) {
        return new ChangeSql(exact, binding, searched, rows);
    }

    /** Returns the same statement over what searches find first. */
    ChangeSql over(SearchedSql searches) {
        return new ChangeSql(exact, binding, searches, repeated);
    }

    /** Searches, if there is anything to search for, and returns the statement with its values. */
    Bound bound(Run run) throws SQLException {
        if (repeated != null && repeated.isIn(run.view(), run.slots())) {
            throw repeated.failure(null);
        }
        if (searched != null) {
            Run searching = searched.prepared(run);
            if (searched.search(searching, false) != null) {
                return new Bound(binding.fitting(searched.sql(), run.view(), searching.slots()), searching);
            }
        }
        return new Bound(binding.fitting(exact, run.view(), run.slots()), run);
    }

    /** Adds to an explanation how the change would be made. */
    void explain(Explanation explanation, Run run) throws SQLException {
        if (searched == null) {
            explanation.addMirrorSql(exact);
        } else {
            explanation.add(searched, run);
        }
    }

    /**
     * A statement with its values.
     *
     * @param fitted the form in which it runs
     * @param run has a value for each slot of the statement
     */
    record Bound(Binding.Fitted fitted, Run run) {
        /** Returns the statement in the form in which it runs. */
        String text() {
            return fitted.text();
        }

        /** Sets all parameters of a statement prepared from the text. */
        void bind(PreparedStatement statement) throws SQLException {
            run.binding().bind(statement, fitted, run.view(), run.slots());
        }
    }
}
