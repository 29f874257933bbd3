package io.vectra.benchmarks;

import io.vectra.benchmarks.measure.Folders;
import io.vectra.storage.Metric;
import io.vectra.storage.graph.BufferVectors;
import io.vectra.storage.graph.BuildProgress;
import io.vectra.storage.graph.GraphHits;
import io.vectra.storage.graph.GraphIdentity;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphQuery;
import io.vectra.storage.graph.GraphSettings;
import io.vectra.storage.graph.GraphTarget;
import io.vectra.storage.graph.Quantization;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long one walk of a graph for the nearest ten takes.
 *
 * <p>Run {@link #main} with the module's jar; with the argument {@code -prof gc} it also shows what a walk allocates,
 * which is the result and nothing else. Recall is measured by {@code ./vectra bench --contestants graph}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SearchGraphBenchmark {
    private static final int NEAREST = 10;
    private static final String VECTORS = "vectors";

    /** How many vectors there are. */
    @Param("20000")
    public int rows;

    /** How many floats a vector has. */
    @Param("128")
    public int dimension;

    /** How many candidates a walk keeps. */
    @Param({"16", "64", "256"})
    public int ef;

    /** In which precision the graph is walked. */
    @Param({"NONE", "INT8"})
    public Quantization quantization = Quantization.NONE;

    private @Nullable Path folder;
    private @Nullable DiskDirectory directory;
    private @Nullable GraphIndex index;
    private float[][] queries = new float[0][];
    private int next;

    /** Runs all benchmarks of this class. */
    public static void main(String[] arguments) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(SearchGraphBenchmark.class.getSimpleName());
        if (arguments.length == 2 && arguments[0].equals("-prof")) {
            options.addProfiler(arguments[1]);
        }
        new Runner(options.build()).run();
    }

    /** Builds a graph. */
    @Setup
    public void build() throws IOException {
        VectorSet set = VectorSet.clustered(rows, dimension, 42);
        queries = set.queries();
        Path made = Files.createTempDirectory("vectra-graph");
        folder = made;
        DiskDirectory opened = new DiskDirectory(made, false);
        directory = opened;
        ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (AppendFile file = opened.create(VECTORS)) {
            for (float[] vector : set.base()) {
                row.clear();
                row.asFloatBuffer().put(vector);
                file.append(row);
            }
        }
        BufferVectors vectors =
                new BufferVectors(rows, dimension, opened.map(VECTORS, 0, rows * dimension * Float.BYTES));
        GraphTarget target = new GraphTarget(opened, "graph", new GraphIdentity(new UUID(1, 1), 1, 1));
        GraphSettings settings =
                GraphSettings.of(Metric.COSINE).withQuantization(quantization).withThreads(2);
        GraphIndex.build(target, vectors, settings, BuildProgress.NONE);
        index = GraphIndex.open(target, vectors);
        System.out.println("# Kernel: " + VectorKernels.best().name());
    }

    /** Removes the files. */
    @TearDown
    public void delete() throws IOException {
        if (directory != null) {
            directory.close();
        }
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    /** The nearest ten of the next query. */
    @Benchmark
    public GraphHits walk() {
        if (index == null) {
            throw new IllegalStateException("searched before it was built");
        }
        next = (next + 1) % queries.length;
        return index.nearest(GraphQuery.of(queries[next], NEAREST, ef));
    }
}
