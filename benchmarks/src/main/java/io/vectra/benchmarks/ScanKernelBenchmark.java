package io.vectra.benchmarks;

import io.vectra.storage.Metric;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.vector.ExactSearch;
import io.vectra.storage.vector.NearestRows;
import io.vectra.storage.vector.SearchInput;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorKernel;
import io.vectra.storage.vector.VectorKernels;
import io.vectra.storage.vector.VectorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * How long it takes to compare one query vector with all of 20 000 mapped ones: by the kernels alone, and by a search
 * for the nearest ten.
 *
 * <p>Exact search is meant to take at most 1 / 0.95 of what the kernel alone takes over the same bytes. Run
 * {@link #main} with the module's jar, of a build by JDK 22 or later if the kernel for the Vector API is to be
 * measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ScanKernelBenchmark {
    private static final int BLOCK = 256;
    private static final int QUERIES = 64;
    private static final int NEAREST = 10;
    private static final String FILE = "vectors.bin";

    /** How many floats a vector has. */
    @Param("384")
    public int dimension;

    /** How many vectors there are. */
    @Param("20000")
    public int rows;

    /** What is computed. */
    @Param({"COSINE", "EUCLIDEAN", "DOT_PRODUCT", "MANHATTAN"})
    public Metric metric = Metric.COSINE;

    private final VectorKernel best = VectorKernels.best();
    private final VectorKernel scalar = VectorKernels.scalar();
    private final int[] byteIndexes = new int[BLOCK];
    private final float[] results = new float[2 * BLOCK];

    private Path folder = Path.of("");
    private VectorColumn column = new VectorColumn(1, 1, 1);
    private MappedVectors vectors = new MappedVectors(ByteBuffer.allocate(0));
    private float[][] queries = new float[0][];
    private int next;

    /** Runs all benchmarks of this class. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ScanKernelBenchmark.class.getSimpleName())
                        .build())
                .run();
    }

    /** Writes the vectors to a file, and maps it. */
    @Setup
    public void write() throws IOException {
        var random = new Random(20_261_122);
        folder = Files.createTempDirectory("vectra-scan");
        column = new VectorColumn(1, 1, dimension);
        var directory = new DiskDirectory(folder, false);
        ByteBuffer vector = ByteBuffer.allocate(vectorBytes()).order(ByteOrder.LITTLE_ENDIAN);
        try (AppendFile file = directory.create(FILE)) {
            for (int row = 0; row < rows; row++) {
                column.append(row, row, 1, file.size());
                for (float element : gaussian(random)) {
                    vector.putFloat(element);
                }
                file.append(vector.flip());
                vector.clear();
            }
        }
        vectors = new MappedVectors(directory.map(FILE, 0, rows * vectorBytes()));
        queries = new float[QUERIES][];
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = gaussian(random);
        }
        System.out.println("# Kernel: " + best.name());
    }

    /** Removes the file. */
    @TearDown
    public void delete() throws IOException {
        Files.delete(folder.resolve(FILE));
        Files.delete(folder);
    }

    /** The kernel that this JVM has chosen, alone. */
    @Benchmark
    public float bestKernel() {
        return scan(best);
    }

    /** The kernel that runs everywhere, alone. */
    @Benchmark
    public float scalarKernel() {
        return scan(scalar);
    }

    /** The nearest ten, exactly. */
    @Benchmark
    public NearestRows search() {
        return ExactSearch.nearest(
                new SearchInput(column, vectors, 1, metric, nextQuery(), NEAREST, null, null, () -> false));
    }

    private float scan(VectorKernel kernel) {
        float[] query = nextQuery();
        float sum = 0;
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            for (int i = 0; i < count; i++) {
                byteIndexes[i] = (first + i) * vectorBytes();
            }
            compute(kernel, count, query);
            for (int i = 0; i < count; i++) {
                sum += results[i];
            }
        }
        return sum;
    }

    private void compute(VectorKernel kernel, int count, float[] query) {
        switch (metric) {
            case COSINE -> kernel.dotAndNorm(vectors.bytes(), byteIndexes, count, query, results);
            case EUCLIDEAN -> kernel.squaredEuclidean(vectors.bytes(), byteIndexes, count, query, results);
            case DOT_PRODUCT -> kernel.dot(vectors.bytes(), byteIndexes, count, query, results);
            case MANHATTAN -> kernel.manhattan(vectors.bytes(), byteIndexes, count, query, results);
        }
    }

    private float[] nextQuery() {
        next = (next + 1) % QUERIES;
        return queries[next];
    }

    private float[] gaussian(Random random) {
        var vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private int vectorBytes() {
        return dimension * Float.BYTES;
    }

    /** Vectors in one mapped region, by their byte index. */
    private record MappedVectors(ByteBuffer bytes) implements VectorSource {
        @Override
        public ByteBuffer bufferAt(long position) {
            return bytes;
        }

        @Override
        public int indexAt(long position) {
            return (int) position;
        }

        @Override
        public long endAt(long position) {
            return bytes.capacity();
        }

        @Override
        public void verify(long fromPosition, long toPosition) {}
    }
}
