package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Metric;
import io.vectra.storage.graph.RecallCalibration.Calibrated;
import io.vectra.storage.graph.RecallCalibration.ExactAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code ef} of a wanted recall. */
class RecallCalibrationTest {
    private static final int COUNT = 3000;

    private final Random random = new Random(95);
    private final GraphVectors vectors = GraphVectors.gaussian(random, COUNT, 16);

    private List<ExactAnswer> answers(Metric metric, int count, IntPredicate isAccepted) {
        return vectors.queries(random, count).stream()
                .map(query -> new ExactAnswer(
                        query,
                        vectors.nearest(metric, query, 10, isAccepted).stream()
                                .mapToDouble(ordinal -> vectors.distance(metric, ordinal, query))
                                .toArray()))
                .toList();
    }

    private GraphIndex index(Metric metric) {
        return GraphFixture.index(
                vectors.access(), GraphSettings.of(metric).withLinks(8, 60).withQuantization(Quantization.INT8));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void otherQueriesAreAnsweredAsWellAsTheSampledOnes(Metric metric) {
        GraphIndex index = index(metric);
        var calibration = new RecallCalibration(index, answers(metric, 100, i -> true), null);

        Calibrated calibrated = calibration.efFor(0.95);

        assertThat(calibrated.isMet()).isTrue();
        var others = new RecallCalibration(index, answers(metric, 100, i -> true), null);
        assertThat(others.recallAt(calibrated.ef())).isGreaterThanOrEqualTo(0.935);
        assertThat(others.recallAt(calibrated.ef() / 2)).isLessThan(0.97);
    }

    @Test
    void aHigherRecallNeedsALargerEf() {
        var calibration =
                new RecallCalibration(index(Metric.EUCLIDEAN), answers(Metric.EUCLIDEAN, 60, i -> true), null);

        assertThat(calibration.efFor(0.8).ef())
                .isLessThan(calibration.efFor(0.95).ef())
                .isGreaterThanOrEqualTo(10);
        assertThat(calibration.efFor(0.99).ef())
                .isGreaterThan(calibration.efFor(0.95).ef());
    }

    @Test
    void theLargestEfIsTheAnswerWhereNoneIsGoodEnough() {
        List<ExactAnswer> impossible = List.of(new ExactAnswer(vectors.get(0), new double[] {-2, -1}));

        Calibrated calibrated = new RecallCalibration(index(Metric.EUCLIDEAN), impossible, null).efFor(0.9);

        assertThat(calibrated).isEqualTo(new Calibrated(COUNT, 0, false));
    }

    @Test
    void deletedVectorsAreNotExpected() {
        IntPredicate isLive = ordinal -> ordinal % 2 == 0;
        AcceptedOrdinals live = AcceptedOrdinals.of(isLive, COUNT);
        GraphIndex index = index(Metric.COSINE);

        var calibration = new RecallCalibration(index, answers(Metric.COSINE, 60, isLive), live);

        assertThat(calibration.efFor(0.95).isMet()).isTrue();
    }

    @Test
    void equallyNearVectorsAreAsGoodAsOneAnother() {
        var equal = new float[200][];
        Arrays.fill(equal, new float[] {1, 2});
        GraphIndex index = GraphFixture.index(new GraphVectors(equal).access(), GraphSettings.of(Metric.EUCLIDEAN));
        List<ExactAnswer> answers = List.of(new ExactAnswer(new float[] {1, 2}, new double[10]));

        assertThat(new RecallCalibration(index, answers, null).efFor(1)).isEqualTo(new Calibrated(1, 1, true));
    }

    @Test
    void withoutAnswersTheSmallestEfWillDo() {
        Calibrated calibrated = new RecallCalibration(index(Metric.COSINE), List.of(), null).efFor(0.99);

        assertThat(calibrated.isMet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void aRecallThatCannotBeIsRefused(double recall) {
        var calibration = new RecallCalibration(index(Metric.COSINE), List.of(), null);

        assertThatThrownBy(() -> calibration.efFor(recall))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recall");
    }
}
