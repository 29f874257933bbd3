package io.vectra.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    private final Curve curve = new Curve(List.of(point(40, 0.98, 100), point(10, 0.90, 1_000), point(20, 0.96, 400)));

    @Test
    void aMeasuredRecallGivesItsOwnRate() {
        assertThat(curve.qpsAt(0.96)).isCloseTo(400, within(1e-9));
    }

    @Test
    void betweenTwoPointsTheLogarithmIsLinear() {
        assertThat(curve.qpsAt(0.97)).isCloseTo(200, within(1e-9));
        assertThat(curve.effortsAround(0.97)).containsExactly(20, 40);
    }

    @Test
    void aRecallBelowTheLeastEffortGivesThatEffortsRate() {
        assertThat(curve.qpsAt(0.5)).isEqualTo(1_000);
        assertThat(curve.effortsAround(0.5)).containsExactly(10);
    }

    @Test
    void aRecallThatIsNotReachedGivesNoRate() {
        assertThat(curve.qpsAt(0.99)).isNull();
        assertThat(curve.effortsAround(0.99)).containsExactly(40);
    }

    private static CurvePoint point(int effort, double recall, double qps) {
        return new CurvePoint(effort, recall, qps, 1, 1, 1);
    }
}
