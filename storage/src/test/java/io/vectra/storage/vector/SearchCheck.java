package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.Metric;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Compares exact search with sorting all rows, over random columns, queries, and changes of a transaction. */
final class SearchCheck {
    private final VectorKernel kernel;
    private final Random random;

    SearchCheck(VectorKernel kernel, Random random) {
        this.kernel = kernel;
        this.random = random;
    }

    /** Makes one column, and searches it in many ways. */
    void searchOneColumn(int rowsMax) {
        Content content = Content.values()[random.nextInt(Content.values().length)];
        int dimension = 1 + random.nextInt(random.nextBoolean() ? 4 : 70);
        int rows = random.nextInt(rowsMax + 1);
        var stored = new StoredVectors(random, dimension, 1 + random.nextInt(700));
        float[] base = Vectors.gaussian(random, dimension);
        long lsn = 1;
        for (int i = 0; i < rows; i++) {
            stored.append(rowId(i), content.vector(random, base), lsn);
            lsn += random.nextInt(40) == 0 ? 1 : 0;
            if (random.nextInt(5) == 0) {
                int ordinal = random.nextInt(i + 1);
                if (stored.rows.get(ordinal).deletedLsn == Long.MAX_VALUE) {
                    stored.delete(ordinal, ++lsn);
                }
            }
        }
        for (int i = 0; i < 12; i++) {
            OwnChanges own = random.nextInt(3) == 0 ? ownChanges(stored, content, base) : null;
            SearchInput input = new SearchInput(
                    stored.column,
                    stored,
                    own == null ? random.nextInt((int) lsn + 2) : lsn,
                    Metric.values()[i % 4],
                    content.vector(random, base),
                    k(rows),
                    random.nextInt(3) == 0 ? eligible(stored, own) : null,
                    own,
                    () -> false);

            NearestRows actual = ExactSearch.nearest(input, kernel);

            NearestRows expected = stored.bruteForce(input);
            String what = content + ", " + input.metric() + ", k " + input.k() + ", rows " + rows + ", dimension "
                    + dimension + ", kernel " + kernel.name();
            assertThat(actual.rowIds()).as(what).isEqualTo(expected.rowIds());
            assertThat(actual.distances()).as(what).isEqualTo(expected.distances());
        }
    }

    private int k(int rows) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(3);
            case 1 -> Math.max(0, rows - 1 + random.nextInt(3));
            case 2 -> random.nextInt(rows + 1);
            case 3 -> 100_000;
            default -> 10;
        };
    }

    private EligibleRows eligible(StoredVectors stored, @Nullable OwnChanges own) {
        int ordinals = stored.rows.size() + (own == null ? 0 : own.count());
        var eligible = new EligibleRows();
        int count = ordinals == 0 ? 0 : random.nextInt(random.nextBoolean() ? 5 : 2 * ordinals);
        for (int i = 0; i < count; i++) {
            eligible.add(VectorReference.of(StoredVectors.COLUMN_ID, random.nextInt(ordinals)));
        }
        return eligible;
    }

    private OwnChanges ownChanges(StoredVectors stored, Content content, float[] base) {
        var own = new OwnChanges(stored.rows.size());
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            own.add(rowId(1_000_000 + i), content.vector(random, base), random.nextInt(4) > 0);
        }
        for (int i = 0; i < stored.rows.size() / 4; i++) {
            own.deleted.add((long) random.nextInt(stored.rows.size()));
        }
        return own;
    }

    /** Row ids neither rise nor fall with ordinals. */
    private static long rowId(int i) {
        return (i * 0x9E3779B97F4A7C15L) >> 20;
    }

    /** What the rows have in common. */
    private enum Content {
        GAUSSIAN {
            @Override
            float[] vector(Random random, float[] base) {
                return Vectors.gaussian(random, base.length);
            }
        },
        FEW_DISTINCT {
            @Override
            float[] vector(Random random, float[] base) {
                return Vectors.scaled(base, random.nextInt(3) - 1);
            }
        },
        SMALL_INTEGERS {
            @Override
            float[] vector(Random random, float[] base) {
                var vector = new float[base.length];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = random.nextInt(3) - 1;
                }
                return vector;
            }
        },
        NEAR_TIES {
            @Override
            float[] vector(Random random, float[] base) {
                float[] vector = base.clone();
                for (int i = 0; i < vector.length; i++) {
                    vector[i] += 1e-8f * random.nextInt(10);
                }
                return vector;
            }
        },
        PARALLEL {
            @Override
            float[] vector(Random random, float[] base) {
                return Vectors.scaled(base, 0.5f + random.nextFloat());
            }
        },
        ALL_MAGNITUDES {
            @Override
            float[] vector(Random random, float[] base) {
                return Vectors.scaled(Vectors.gaussian(random, base.length), Math.scalb(1f, random.nextInt(230) - 120));
            }
        },
        ALL_EQUAL {
            @Override
            float[] vector(Random random, float[] base) {
                return base;
            }
        };

        abstract float[] vector(Random random, float[] base);
    }
}
