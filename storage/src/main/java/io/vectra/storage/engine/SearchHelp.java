package io.vectra.storage.engine;

/**
 * What searches share: sets that filters gave before, efforts that wanted recalls take, samples of queries.
 *
 * <p>Thread rule: any number of threads.
 */
record SearchHelp(Matches.Cache matches, RecallTargets targets, RecallSamples samples) {
    SearchHelp() {
        this(new Matches.Cache(), new RecallTargets(), new RecallSamples());
    }
}
