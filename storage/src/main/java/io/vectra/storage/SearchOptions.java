package io.vectra.storage;

/**
 * How hard a search tries.
 *
 * @param ef how many candidates a walk of a graph keeps; 0 to derive it from {@code recall}
 * @param recall the share of the true nearest rows that the search shall find on average, above 0 and below 1; 0 for
 *     the default of the index
 * @param exact whether graphs are left aside and every eligible row is compared
 */
public record SearchOptions(int ef, double recall, boolean exact) {
    /** The largest {@link #ef}. */
    public static final int EF_MAX = 100_000;

    /** Each index's own default. */
    public static final SearchOptions DEFAULT = new SearchOptions(0, 0, false);

    /** Every eligible row is compared. */
    public static final SearchOptions EXACT = new SearchOptions(0, 0, true);

    public SearchOptions {
        if (ef < 0 || ef > EF_MAX) {
            throw new StoreException(
                    StoreError.BAD_ARGUMENT, "ef_search is from 1 to " + EF_MAX + ", but is " + ef + ".");
        }
        if (!(recall >= 0 && recall < 1)) {
            throw new StoreException(
                    StoreError.BAD_ARGUMENT,
                    "recall is above 0 and below 1, but is " + recall + ". For all rows, ask for an exact search.");
        }
    }
}
