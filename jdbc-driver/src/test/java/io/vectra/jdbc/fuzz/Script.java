package io.vectra.jdbc.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A random script over a random schema: made from a seed, run at both databases, cut down where they differ. */
final class Script {
    private static final int STEPS = 80;

    private final List<Step> steps = new ArrayList<>();
    private final Random random;
    private final boolean isInFolder;

    /**
     * Makes a script.
     *
     * @param isInFolder whether the database may be closed and opened between statements
     */
    Script(long seed, boolean isInFolder) {
        this.random = new Random(seed);
        this.isInFolder = isInFolder;
        make();
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    private void make() {
        Schemas schemas = new Schemas(random);
        List<FuzzTable> tables = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 1; i <= count; i++) {
            Schemas.Made made = schemas.table(i);
            made.statements().forEach(s -> steps.add(new Step.Compared(s, List.of())));
            tables.add(made.table());
        }
        Changes changes = new Changes(random, tables);
        for (FuzzTable table : tables) {
            for (int i = 0; i < 12; i++) {
                steps.add(new Step.Compared(changes.insert(table, 1), List.of()));
            }
        }
        VectorSteps vectors = new VectorSteps(random, tables);
        tables.stream().filter(FuzzTable::hasVectors).forEach(t -> steps.add(vectors.fill(t)));
        Queries queries = new Queries(random, tables);
        for (int i = 0; i < STEPS; i++) {
            int what = random.nextInt(100);
            if (what < 55) {
                steps.add(new Step.Compared(queries.query(), List.of()));
            } else if (what < 72) {
                steps.add(new Step.Compared(changes.change(), tables));
            } else if (what < 90) {
                addVectorStep(vectors);
            } else if (what < 95) {
                steps.add(transaction());
            } else {
                steps.add(upkeep(tables));
            }
        }
        steps.add(new Step.Everything(tables));
        steps.add(new Step.Done("COMMIT", stage -> stage.end(true)));
        steps.add(new Step.Everything(tables));
    }

    private void addVectorStep(VectorSteps vectors) {
        if (vectors.isPossible()) {
            steps.add(random.nextInt(4) == 0 ? vectors.update() : vectors.query());
        }
    }

    private Step transaction() {
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                new Step.Done("BEGIN", stage -> {
                    if (!stage.isInTransaction()) {
                        stage.begin();
                    }
                });
            case 2 -> new Step.Done("SAVEPOINT", Stage::savepoint);
            case 3 -> new Step.Done("ROLLBACK TO SAVEPOINT", Stage::rollbackToSavepoint);
            default ->
                random.nextBoolean()
                        ? new Step.Done("COMMIT", stage -> stage.end(true))
                        : new Step.Done("ROLLBACK", stage -> stage.end(false));
        };
    }

    private Step upkeep(List<FuzzTable> tables) {
        String table = tables.get(random.nextInt(tables.size())).name();
        return switch (random.nextInt(4)) {
            case 0 -> upkeep("VACUUM " + table);
            case 1 -> upkeep("ANALYZE " + table);
            case 2 -> new Step.Everything(tables);
            default ->
                isInFolder
                        ? new Step.Done("(close and open)", stage -> {
                            if (!stage.isInTransaction()) {
                                stage.reopen();
                            }
                        })
                        : upkeep("VACUUM");
        };
    }

    private static Step upkeep(String sql) {
        return new Step.Done(sql, stage -> {
            if (!stage.isInTransaction()) {
                stage.execute(sql);
            }
        });
    }

    /** Where two databases differed. */
    record Difference(int at, Step step, String what) {}

    /** Runs steps until the first difference, which is returned; null if there is none. */
    static @Nullable Difference run(List<Step> steps, @Nullable String folder) throws SQLException {
        try (Stage stage = new Stage(folder)) {
            for (int i = 0; i < steps.size(); i++) {
                String what = steps.get(i).run(stage);
                if (stage.isOutOfMemory()) {
                    System.out.println("A script ends early, for want of memory: " + steps.get(i));
                    return null;
                }
                if (what != null) {
                    return new Difference(i, steps.get(i), what);
                }
            }
            return null;
        }
    }

    /** Returns a shorter script that ends with the same difference, in memory; the whole one if none is found. */
    static List<Step> reduced(List<Step> steps, Difference difference) {
        List<Step> shortest = new ArrayList<>(steps.subList(0, difference.at + 1));
        for (int piece = Math.max(1, shortest.size() / 2); piece >= 1; piece /= 2) {
            for (int from = shortest.size() - 1 - piece; from >= 0; from -= piece) {
                List<Step> shorter = new ArrayList<>(shortest.subList(0, from));
                shorter.addAll(shortest.subList(from + piece, shortest.size()));
                if (isSame(shorter, difference)) {
                    shortest = shorter;
                }
            }
        }
        return shortest;
    }

    private static boolean isSame(List<Step> steps, Difference difference) {
        try {
            Difference found = run(steps, null);
            return found != null
                    && found.at == steps.size() - 1
                    && kind(found.what).equals(kind(difference.what));
        } catch (SQLException e) {
            return false;
        }
    }

    private static String kind(String what) {
        return what.substring(0, Math.min(20, what.length()));
    }

    static String text(List<Step> steps) {
        return steps.stream().map(Step::toString).collect(Collectors.joining(";\n", "", ";"));
    }
}
