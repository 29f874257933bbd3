package io.vectra.benchmarks;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import io.vectra.storage.Metric;
import io.vectra.storage.graph.BufferVectors;
import io.vectra.storage.graph.BuildProgress;
import io.vectra.storage.graph.GraphIdentity;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphQuery;
import io.vectra.storage.graph.GraphSettings;
import io.vectra.storage.graph.GraphTarget;
import io.vectra.storage.graph.Quantization;
import io.vectra.storage.graph.VectorAccess;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.vector.Distances;
import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Compares graphs: recall@10 and queries a second of our graph, by floats and by codes, and of hnswlib-core's own
 * search.
 *
 * <p>{@code GraphBench [folder …]} reads {@code base.fvecs} and {@code query.fvecs} of each folder; without one it
 * makes a clustered set of 20 000 × 100. Rounds of the contestants take turns in one process; their fastest counts,
 * because others use the machine too. CPU seconds are of all threads.
 */
public final class GraphBench {
    private static final PrintStream OUT = System.out;

    private static final int K = 10;
    private static final int ROUNDS = 7;
    private static final int QUERIES_MAX = 500;
    private static final int[] EFS = {16, 24, 32, 48, 64, 96, 128, 192};
    private static final double WANTED_RECALL = 0.95;

    private final VectorSet set;
    private final Directory directory;
    private final int threadCount;
    private final List<Contestant> contestants = new ArrayList<>();

    private GraphBench(VectorSet set, Directory directory, int threadCount) {
        this.set = set;
        this.directory = directory;
        this.threadCount = threadCount;
    }

    /** Measures, and prints Markdown tables. */
    public static void main(String[] args) throws Exception {
        OUT.printf(
                "java %s, kernel %s%n",
                System.getProperty("java.version"), VectorKernels.best().name());
        List<VectorSet> sets = new ArrayList<>();
        for (String folder : args) {
            sets.add(VectorSet.read(Path.of(folder)));
        }
        if (sets.isEmpty()) {
            sets.add(VectorSet.clustered(20_000, 100, 42));
        }
        for (VectorSet set : sets) {
            Path folder = Files.createTempDirectory("vectra-graph-bench");
            try (Directory directory = new DiskDirectory(folder, false)) {
                new GraphBench(set, directory, Integer.getInteger("vectra.bench.threads", 1)).run();
            } finally {
                delete(folder);
            }
        }
    }

    /** Something that is searched. */
    private interface Contestant {
        String name();

        /** Returns the rows nearest to a query. */
        int[] nearest(float[] query, int k, int ef);
    }

    private void run() throws Exception {
        OUT.printf("%n%s, %d x %d, cosine%n%n", set.name(), set.base().length, set.dimension());
        OUT.println("| built | CPU s | MB |");
        OUT.println("|---|---|---|");
        VectorAccess vectors = vectors();
        contestants.add(ours(vectors, Quantization.NONE));
        contestants.add(ours(vectors, Quantization.INT8));
        contestants.add(hnswlib());
        float[][] queries = Arrays.copyOf(set.queries(), Math.min(QUERIES_MAX, set.queries().length));
        int[][] truth = truth(queries);
        OUT.println();
        OUT.println("| ef | | recall@10 | queries/s |");
        OUT.println("|---|---|---|---|");
        double[] best = new double[contestants.size()];
        for (int ef : EFS) {
            double[] rates = rates(queries, ef);
            for (int i = 0; i < rates.length; i++) {
                double recall = recall(contestants.get(i), queries, truth, ef);
                OUT.printf(
                        Locale.ROOT,
                        "| %d | %s | %.4f | %.0f |%n",
                        ef,
                        contestants.get(i).name(),
                        recall,
                        rates[i]);
                if (recall >= WANTED_RECALL) {
                    best[i] = Math.max(best[i], rates[i]);
                }
            }
        }
        OUT.println();
        for (int i = 0; i < best.length; i++) {
            OUT.printf(
                    Locale.ROOT,
                    "%s: %.0f queries/s at recall@10 >= %.2f, %.2f x hnswlib-core%n",
                    contestants.get(i).name(),
                    best[i],
                    WANTED_RECALL,
                    best[i] / best[best.length - 1]);
        }
    }

    private Contestant ours(VectorAccess vectors, Quantization quantization) throws IOException {
        String name = "vectra " + (quantization == Quantization.NONE ? "floats" : "int8");
        var target = new GraphTarget(directory, "graph-" + quantization, new GraphIdentity(new UUID(1, 1), 1, 1));
        long start = cpuNs();
        GraphIndex.build(
                target,
                vectors,
                GraphSettings.of(Metric.COSINE).withQuantization(quantization).withThreads(threadCount),
                BuildProgress.NONE);
        printBuild(name, start, directory.size(target.name()));
        GraphIndex index = GraphIndex.open(target, vectors);
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int[] nearest(float[] query, int k, int ef) {
                return index.nearest(GraphQuery.of(query, k, ef)).ordinals();
            }
        };
    }

    private Contestant hnswlib() throws InterruptedException {
        long start = cpuNs();
        HnswIndex<Integer, float[], Row, Float> index = HnswIndex.newBuilder(
                        set.dimension(), DistanceFunctions.FLOAT_COSINE_DISTANCE, set.base().length)
                .withM(GraphSettings.M_DEFAULT)
                .withEfConstruction(GraphSettings.EF_CONSTRUCTION_DEFAULT)
                .build();
        index.addAll(
                IntStream.range(0, set.base().length)
                        .mapToObj(i -> new Row(i, set.base()[i]))
                        .toList(),
                threadCount,
                (done, total) -> {},
                set.base().length);
        printBuild("hnswlib-core", start, 0);
        return new Contestant() {
            @Override
            public String name() {
                return "hnswlib-core";
            }

            @Override
            public int[] nearest(float[] query, int k, int ef) {
                index.setEf(ef);
                return index.findNearest(query, k).stream()
                        .mapToInt(hit -> hit.item().id())
                        .toArray();
            }
        };
    }

    private static void printBuild(String name, long startNs, long bytes) {
        OUT.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", name, (cpuNs() - startNs) / 1e9, bytes / 1e6);
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Writes the vectors into a file and maps it, as a segment's are. */
    private VectorAccess vectors() throws IOException {
        int dimension = set.dimension();
        ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (AppendFile file = directory.create("vectors")) {
            for (float[] vector : set.base()) {
                row.clear();
                row.asFloatBuffer().put(vector);
                file.append(row);
            }
            file.force();
        }
        ByteBuffer mapped = directory.map("vectors", 0, set.base().length * dimension * Float.BYTES);
        return new BufferVectors(set.base().length, dimension, mapped);
    }

    private int[][] truth(float[][] queries) {
        return Arrays.stream(queries)
                .map(query -> {
                    var distances = new double[set.base().length];
                    for (int i = 0; i < distances.length; i++) {
                        distances[i] = Distances.cosine(set.base()[i], query);
                    }
                    return IntStream.range(0, distances.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> distances[i]))
                            .limit(K)
                            .mapToInt(Integer::intValue)
                            .toArray();
                })
                .toArray(int[][]::new);
    }

    /** Returns how many queries a second each contestant answers, the rounds taking turns. */
    private double[] rates(float[][] queries, int ef) {
        var rates = new double[contestants.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < rates.length; i++) {
                long start = System.nanoTime();
                for (float[] query : queries) {
                    contestants.get(i).nearest(query, K, ef);
                }
                rates[i] = Math.max(rates[i], queries.length / ((System.nanoTime() - start) / 1e9));
            }
        }
        return rates;
    }

    private static double recall(Contestant contestant, float[][] queries, int[][] truth, int ef) {
        int found = 0;
        for (int i = 0; i < queries.length; i++) {
            for (int row : contestant.nearest(queries[i], K, ef)) {
                found += IntStream.of(truth[i]).anyMatch(expected -> expected == row) ? 1 : 0;
            }
        }
        return found / (double) (queries.length * K);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A row of the set, as hnswlib-core wants it. */
    private record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public int dimensions() {
            return vector.length;
        }
    }
}
