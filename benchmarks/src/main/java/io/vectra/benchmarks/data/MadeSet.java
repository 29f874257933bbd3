package io.vectra.benchmarks.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes data sets from a seed: vectors around random centres, of different lengths, with metadata of which some follow
 * the centre.
 *
 * <p>Named {@code clustered:<rows>x<dimension>:<seed>}. There are as many centres as the square root of the rows; low
 * ones are chosen more often than high ones. The columns: {@code topic} (the centre), {@code category} (forty texts, in
 * nine of ten rows given by the centre), {@code created} (dates that follow the centre), and without regard to it
 * {@code bucket} (0 … 9999, even), {@code price} (0 … 1000, one in twenty NULL) and {@code title} (three words).
 *
 * @param name as given
 */
public record MadeSet(String name, int rows, int dimension, long seed) {
    private static final Pattern NAME = Pattern.compile("clustered:(\\d+)x(\\d+):(-?\\d+)");
    private static final int QUERIES = 500;
    private static final float SPREAD = 0.6f;
    private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 1);
    private static final String[] WORDS = {
        "amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "jetty", "knoll", "lagoon"
    };

    /** Reads a name. */
    public static MadeSet parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" names no data set; expected clustered:<rows>x<dimension>:<seed>");
        }
        return new MadeSet(
                name,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Long.parseLong(parts.group(3)));
    }

    /** Writes the set below a folder unless it is there, and returns its own folder. */
    public Path write(Path benchFolder) throws IOException {
        Path folder = benchFolder.resolve("sets").resolve(name.replace(':', '-'));
        if (!Files.exists(folder.resolve("base.fvecs"))) {
            Files.createDirectories(folder);
            Random random = new Random(seed);
            float[][] centres = new float[Math.max(16, (int) Math.sqrt(rows))][dimension];
            for (float[] centre : centres) {
                for (int i = 0; i < dimension; i++) {
                    centre[i] = (float) random.nextGaussian();
                }
            }
            Path unfinished = folder.resolve("base.tmp");
            write(random, centres, unfinished, folder.resolve("rows.tsv"), rows);
            write(random, centres, folder.resolve("query.fvecs"), folder.resolve("query.tsv"), QUERIES);
            Files.move(unfinished, folder.resolve("base.fvecs"), StandardCopyOption.ATOMIC_MOVE);
        }
        return folder;
    }

    private void write(Random random, float[][] centres, Path vectorFile, Path rowFile, int count) throws IOException {
        float[] vector = new float[dimension];
        try (VectorFile.Writer vectors = new VectorFile.Writer(vectorFile, dimension);
                BufferedWriter lines = Files.newBufferedWriter(rowFile)) {
            lines.write("id\ttopic\tcategory\tbucket\tprice\tcreated\ttitle\n");
            for (int row = 0; row < count; row++) {
                int topic = (int) (centres.length * Math.pow(random.nextDouble(), 1.5));
                for (int i = 0; i < dimension; i++) {
                    vector[i] = centres[topic][i] + SPREAD * (float) random.nextGaussian();
                }
                vectors.append(vector);
                lines.write(line(random, row, topic, centres.length));
            }
        }
    }

    private static String line(Random random, int row, int topic, int topics) {
        int group = random.nextInt(10) == 0 ? random.nextInt(40) : topic % 40;
        String price = random.nextInt(20) == 0 ? "" : String.format(Locale.ROOT, "%.2f", 1000 * random.nextDouble());
        LocalDate created = FIRST_DAY.plusDays(3_650L * topic / topics + random.nextInt(120));
        return String.format(
                Locale.ROOT,
                "%d\t%d\tgroup %02d\t%d\t%s\t%s\t%s %s %s\n",
                row,
                topic,
                group,
                random.nextInt(10_000),
                price,
                created,
                word(random),
                word(random),
                word(random));
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
