package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds that are watched, and that are stopped. */
class BuildProgressTest {
    private final VectorAccess vectors =
            GraphVectors.gaussian(new Random(81), 5000, 4).access();

    static Stream<Arguments> buildersAndThreads() {
        return Stream.of(new PrimitiveBuilder(), new HnswlibBuilder())
                .flatMap(builder -> Stream.of(1, 3).map(threads -> Arguments.of(builder, threads)));
    }

    private static GraphSettings settings(GraphBuilder builder, int threads) {
        return GraphSettings.of(Metric.EUCLIDEAN)
                .withLinks(4, 10)
                .withBuilder(builder)
                .withThreads(threads);
    }

    @ParameterizedTest
    @MethodSource("buildersAndThreads")
    void progressIsReportedUpToTheTotal(GraphBuilder builder, int threads) throws Exception {
        List<Long> reported = Collections.synchronizedList(new ArrayList<>());
        var progress = new BuildProgress() {
            @Override
            public void advanced(long done, long total) {
                assertThat(total).isEqualTo(5000);
                reported.add(done);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };

        GraphIndex.build(GraphFixture.target(new FaultyDirectory(1)), vectors, settings(builder, threads), progress);

        assertThat(reported).hasSizeGreaterThan(3).contains(5000L).allMatch(done -> done >= 0 && done <= 5000);
    }

    @ParameterizedTest
    @MethodSource("buildersAndThreads")
    void aCancelledBuildEndsAndLeavesNothing(GraphBuilder builder, int threads) {
        var directory = new FaultyDirectory(1);
        var isCancelled = new AtomicBoolean();
        var progress = new BuildProgress() {
            @Override
            public void advanced(long done, long total) {
                isCancelled.set(true);
            }

            @Override
            public boolean isCancelled() {
                return isCancelled.get();
            }
        };

        assertThatThrownBy(() ->
                        GraphIndex.build(GraphFixture.target(directory), vectors, settings(builder, threads), progress))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CANCELLED));

        assertThat(directory.names()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("vectra-graph") && thread.isAlive());
    }

    @Test
    void anInterruptCancelsABuildAndIsKept() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> GraphIndex.build(
                        GraphFixture.target(new FaultyDirectory(1)),
                        vectors,
                        settings(new PrimitiveBuilder(), 2),
                        BuildProgress.NONE))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CANCELLED));

        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("buildersAndThreads")
    void whatAnObserverThrowsEndsTheBuild(GraphBuilder builder, int threads) {
        var progress = new BuildProgress() {
            @Override
            public void advanced(long done, long total) {
                throw new IllegalStateException("observer");
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };

        assertThatThrownBy(() -> GraphIndex.build(
                        GraphFixture.target(new FaultyDirectory(1)), vectors, settings(builder, threads), progress))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("observer");
    }
}
