package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Random random = Seed.random("SelectionTest");

    @Test
    void everyRankHasTheNumberThatSortingPutsThere() {
        for (int length = 1; length <= 40; length++) {
            double[] values = randomValues(length, 1 + random.nextInt(length));
            double[] sorted = values.clone();
            Arrays.sort(sorted);

            for (int rank = 0; rank < length; rank++) {
                assertThat(Selection.smallest(values.clone(), rank)).isEqualTo(sorted[rank]);
            }
        }
    }

    @Test
    void ordersWithPatternsAreSelectedFromToo() {
        int length = 100_000;
        double[] ascending = IntStream.range(0, length).asDoubleStream().toArray();
        double[] descending =
                IntStream.range(0, length).mapToDouble(i -> length - 1 - i).toArray();
        double[] equal = new double[length];

        assertThat(Selection.smallest(ascending, 10)).isEqualTo(10);
        assertThat(Selection.smallest(descending, 99_000)).isEqualTo(99_000);
        assertThat(Selection.smallest(equal, 500)).isZero();
    }

    @Test
    void pairsAreOrderedByTheFirstThenTheSecond() {
        for (int length : new int[] {0, 1, 2, 15, 16, 17, 31, 33, 64, 100, 1000, 4097}) {
            double[] first = randomValues(length, 1 + length / 3);
            long[] second = random.longs(length).toArray();

            int[] order = Selection.order(first, second);

            int[] expected = IntStream.range(0, length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> first[i]).thenComparingLong(i -> second[i]))
                    .mapToInt(i -> i)
                    .toArray();
            assertThat(order).isEqualTo(expected);
        }
    }

    private double[] randomValues(int length, int distinct) {
        return random.doubles(length).map(value -> Math.floor(value * distinct)).toArray();
    }
}
