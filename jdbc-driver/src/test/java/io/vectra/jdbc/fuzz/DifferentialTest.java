package io.vectra.jdbc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements give the rows that plain H2 gives, and searches those of brute force.
 *
 * <p>{@code -Pfuzz -Dvectra.fuzz.statements=10000} sets how many, {@code -Dvectra.seed=…} repeats a run.
 */
class DifferentialTest {
    private static final long[] SEEDS = {1, 2, 3};

    @TempDir
    private Path temp;

    private int statements;
    private int scripts;

    @Test
    void fewStatementsOfKnownSeedsAnswerAsPlainH2() throws SQLException {
        for (long seed : SEEDS) {
            assertThat(differences(seed, 150, 1)).isEmpty();
        }
    }

    @Test
    @Tag("fuzz")
    void manyStatementsAnswerAsPlainH2() throws SQLException {
        int count = Integer.getInteger("vectra.fuzz.statements", 10_000);
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("differential test: " + count + " statements, -Dvectra.seed=" + seed);
        List<String> found = differences(seed, count, Integer.getInteger("vectra.fuzz.differences", 10));
        System.out.println("differential test: " + statements + " statements in " + scripts + " scripts of seed " + seed
                + ", " + found.size() + " differences");
        assertThat(found).isEmpty();
    }

    private static Script.@Nullable Difference difference(long seed, List<Step> steps, @Nullable String folder)
            throws SQLException {
        try {
            return Script.run(steps, folder);
        } catch (SQLException | RuntimeException | Error e) {
            System.out.println("The script of -Dvectra.seed=" + seed + " could not be run to its end.");
            throw e;
        }
    }

    private List<String> differences(long seed, int atLeast, int differencesMax) throws SQLException {
        statements = 0;
        List<String> found = new ArrayList<>();
        for (scripts = 0; statements < atLeast && found.size() < differencesMax; scripts++) {
            boolean isInFolder = scripts % 3 == 2;
            List<Step> steps = new Script(seed + scripts, isInFolder).steps();
            String folder =
                    isInFolder ? temp.resolve("db-" + seed + "-" + scripts).toString() : null;
            Script.Difference difference = difference(seed + scripts, steps, folder);
            int ran = difference == null ? steps.size() : difference.at() + 1;
            statements += (int)
                    steps.subList(0, ran).stream().filter(Step::isStatement).count();
            if (difference != null) {
                String text = "-Dvectra.seed=" + (seed + scripts) + "\n"
                        + Script.text(Script.reduced(steps, difference)) + "\n=> " + difference.what();
                System.out.println(text + "\n");
                found.add(text);
            }
        }
        return found;
    }
}
