package io.vectra.benchmarks.data;

import io.vectra.storage.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with {@code base.fvecs}, {@code query.fvecs}, and perhaps {@code rows.tsv} and {@code gt100.ivecs} (the
 * nearest 100 rows of each query by exact cosine).
 *
 * <p>Thread rule: any number of threads.
 *
 * @param name for the report
 * @param cache where exact answers are kept that the folder does not have
 * @param rows the metadata, or null
 */
public record DataSet(
        String name,
        Path folder,
        Path cache,
        Vectors base,
        float[][] queries,
        @Nullable RowFile rows) {
    private static final int TRUTH_WIDTH = 100;

    /** Opens a folder. */
    public static DataSet open(Path folder, Path benchFolder) throws IOException {
        Path baseFile = folder.resolve("base.fvecs");
        if (!Files.isRegularFile(baseFile)) {
            throw new IOException(folder + " has no base.fvecs; expected base.fvecs, query.fvecs and, if there are any,"
                    + " rows.tsv and gt100.ivecs");
        }
        Path whole = folder.toAbsolutePath().normalize();
        String name = String.valueOf(whole.getFileName());
        String key = String.format(
                Locale.ROOT,
                "%s-%08x",
                name,
                whole.toString().hashCode()
                        ^ Long.hashCode(Files.size(baseFile))
                        ^ Files.getLastModifiedTime(baseFile).hashCode());
        Path cache = Files.createDirectories(benchFolder.resolve("truth").resolve(key));
        Path rowFile = folder.resolve("rows.tsv");
        return new DataSet(
                name,
                whole,
                cache,
                VectorFile.open(baseFile),
                heap(VectorFile.open(folder.resolve("query.fvecs"))),
                Files.exists(rowFile) ? RowFile.open(rowFile) : null);
    }

    private static float[][] heap(Vectors vectors) {
        float[][] copies = new float[vectors.count()][];
        Arrays.setAll(copies, vectors::vector);
        return copies;
    }

    /** Returns the number of base vectors. */
    public int count() {
        return base.count();
    }

    /** Returns how many floats a vector has. */
    public int dimension() {
        return base.dimension();
    }

    /**
     * Returns the nearest rows of each query, int[queries][min(100, rows)], nearest first: as the folder states them,
     * else computed once.
     */
    public int[][] truth(Metric metric) throws IOException {
        Path stated = folder.resolve("gt100.ivecs");
        if (metric == Metric.COSINE && Files.exists(stated)) {
            return RecordFile.readInts(stated);
        }
        Path computed = cache.resolve("gt" + TRUTH_WIDTH + "-" + metric.name().toLowerCase(Locale.ROOT) + ".ivecs");
        if (!Files.exists(computed)) {
            int[][] nearest = new NearestRows(base, metric).of(queries, Math.min(TRUTH_WIDTH, base.count()));
            Path unfinished = computed.resolveSibling(computed.getFileName() + ".tmp");
            RecordFile.writeInts(unfinished, nearest);
            Files.move(unfinished, computed);
        }
        return RecordFile.readInts(computed);
    }

    /** Returns a set of the first rows, written once below a folder. */
    public DataSet head(int rowCount, Path benchFolder) throws IOException {
        Path headFolder = Files.createDirectories(cache.resolve("head-" + rowCount));
        Path baseFile = headFolder.resolve("base.fvecs");
        if (!Files.exists(baseFile)) {
            try (VectorFile.Writer writer = new VectorFile.Writer(headFolder.resolve("query.fvecs"), dimension())) {
                for (float[] query : queries) {
                    writer.append(query);
                }
            }
            if (rows != null) {
                try (Stream<String> lines = Files.lines(rows.file())) {
                    Files.write(
                            headFolder.resolve("rows.tsv"),
                            lines.limit(rowCount + 1L).toList());
                }
            }
            Path unfinished = headFolder.resolve("base.tmp");
            try (VectorFile.Writer writer = new VectorFile.Writer(unfinished, dimension())) {
                for (int row = 0; row < rowCount; row++) {
                    writer.append(base.vector(row));
                }
            }
            Files.move(unfinished, baseFile);
        }
        return open(headFolder, benchFolder);
    }

    /** Returns a line for the head of a report. */
    public String describe() {
        return String.format(Locale.ROOT, "%s, %d x %d, %d queries", name, count(), dimension(), queries.length);
    }
}
