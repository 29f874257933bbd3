package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Metric;
import io.vectra.storage.SearchOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order by a score of texts and a score of vectors together.
 *
 * @param method how the two are put together
 * @param columnId the vector column
 * @param metric the distance that its score is computed from
 * @param query the vector that it is compared with
 * @param distance in a sum: what the distance is multiplied by; at most 0
 * @param text in a sum: what the score of the text is multiplied by; else the weight of the vectors, from 0 to 1
 * @param eligible the mirror's statement that collects the vectors of the rows that may be found by vector; null for
 *     all
 * @param template the same condition for the storage engine, or null if that cannot evaluate it
 * @param hint how hard to try by a hint of the part, or null without one
 */
public record Blend(
        Method method,
        int columnId,
        Metric metric,
        QueryVector query,
        Weight distance,
        Weight text,
        @Nullable MirrorSql eligible,
        @Nullable FilterTemplate template,
        @Nullable SearchOptions hint) {

    SearchOptions options(Run run) {
        return hint == null ? run.search() : hint;
    }

    /** How two scores are put together. */
    public enum Method {
        /** Any sum of multiples; a row without one of them has none. */
        SUM,
        /** {@code hybrid(…, 'weighted')}. */
        WEIGHTED,
        /** {@code hybrid(…, 'rrf')}. */
        RANKED
    }

    /**
     * A product of numbers.
     *
     * @param constant those that stand in the statement, multiplied
     * @param parameters the slots of the others
     */
    public record Weight(double constant, List<Integer> parameters) {
        /** Changes nothing. */
        public static final Weight ONE = new Weight(1, List.of());

        public Weight {
            parameters = List.copyOf(parameters);
        }

        /** Returns the product; NaN if a parameter is no number. */
        double of(@Nullable Object[] slots) {
            double product = constant;
            for (int parameter : parameters) {
                product *= slots[parameter] instanceof Number number ? number.doubleValue() : Double.NaN;
            }
            return product;
        }
    }
}
