package io.vectra.benchmarks.measure;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contestant's points by rising effort.
 *
 * @param points at least one, by rising effort
 */
record Curve(List<CurvePoint> points) {
    Curve {
        points = points.stream()
                .sorted(Comparator.comparingInt(CurvePoint::effort))
                .toList();
    }

    /**
     * Returns the queries a second at a recall: between the two points around it, the logarithm of the rate is taken as
     * linear in the recall. If even the least effort gives more recall, it is that point's rate.
     *
     * @return null if the recall is not reached
     */
    @Nullable
    Double qpsAt(double recall) {
        CurvePoint below = null;
        for (CurvePoint point : points) {
            if (point.recall() >= recall) {
                return below == null ? point.qps() : between(below, point, recall);
            }
            below = point;
        }
        return null;
    }

    private static double between(CurvePoint below, CurvePoint above, double recall) {
        double share = (recall - below.recall()) / (above.recall() - below.recall());
        return Math.exp(Math.log(below.qps()) * (1 - share) + Math.log(above.qps()) * share);
    }

    /** Returns the efforts around a recall: one if the least or the greatest effort is on this side of it. */
    List<Integer> effortsAround(double recall) {
        CurvePoint below = null;
        for (CurvePoint point : points) {
            if (point.recall() >= recall) {
                return below == null ? List.of(point.effort()) : List.of(below.effort(), point.effort());
            }
            below = point;
        }
        return below == null ? List.of() : List.of(below.effort());
    }
}
