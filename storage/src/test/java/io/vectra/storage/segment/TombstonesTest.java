package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class TombstonesTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final SplittableRandom random = Seed.random("TombstonesTest");

    @Test
    void nothingDeletedCostsNothing() {
        Tombstones tombstones = new Tombstones(100);

        assertThat(tombstones.aliveWords(5)).isNull();
        assertThat(tombstones.isDeleted(7, 5)).isFalse();
        assertThat(tombstones.count()).isZero();
        assertThat(tombstones.deletedAt(5).isEmpty()).isTrue();
    }

    @Test
    void aDeletionIsSeenFromItsLsnOn() {
        Tombstones tombstones = new Tombstones(70);

        assertThat(tombstones.delete(65, 10)).isTrue();
        assertThat(tombstones.delete(65, 12)).isFalse();

        assertThat(tombstones.isDeleted(65, 9)).isFalse();
        assertThat(tombstones.aliveWords(9)).isNull();
        assertThat(tombstones.isDeleted(65, 10)).isTrue();
        assertThat(tombstones.aliveWords(10)).containsExactly(-1L, 0b111101L);
        assertThat(tombstones.deletedAt(10)).isEqualTo(RoaringBitmap.bitmapOf(65));
        assertThat(tombstones.deletedCount(10)).isEqualTo(1);
        assertThat(tombstones.deletedCount(9)).isZero();
    }

    @Test
    void readersShareWhatIsAlive() {
        Tombstones tombstones = new Tombstones(1000);
        tombstones.delete(1, 10);
        tombstones.delete(2, 20);

        long[] newest = tombstones.aliveWords(20);
        long[] before = tombstones.aliveWords(10);

        assertThat(tombstones.aliveWords(25)).isSameAs(newest);
        assertThat(tombstones.aliveWords(10)).isSameAs(before);
        tombstones.delete(3, 30);
        assertThat(tombstones.aliveWords(30)).isNotSameAs(newest).isNotEqualTo(newest);
        assertThat(tombstones.aliveWords(20)).isEqualTo(newest);
        assertThat(tombstones.aliveWords(10)).isSameAs(before);
    }

    @Test
    void whatIsAliveStaysAsItWasHandedOut() {
        Tombstones tombstones = new Tombstones(64);
        tombstones.delete(1, 10);
        long[] alive = tombstones.aliveWords(10);

        tombstones.delete(2, 11);

        assertThat(alive).containsExactly(~0b10L);
    }

    @Test
    void deletionsOfAFileAreOld() {
        Tombstones tombstones = new Tombstones(new DeletedFile(50, 130, RoaringBitmap.bitmapOf(0, 129)));

        assertThat(tombstones.slotCount()).isEqualTo(130);
        assertThat(tombstones.count()).isEqualTo(2);
        assertThat(tombstones.isDeleted(129, 50)).isTrue();
        assertThat(tombstones.delete(129, 60)).isFalse();
        assertThat(tombstones.delete(5, 60)).isTrue();
        assertThat(tombstones.deletedAt(50)).isEqualTo(RoaringBitmap.bitmapOf(0, 129));
        assertThat(tombstones.deletedAt(60)).isEqualTo(RoaringBitmap.bitmapOf(0, 5, 129));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tombstones tombstones = new Tombstones(10);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tombstones.delete(10, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> tombstones.delete(9, 0));
        assertThat(tombstones.count()).isZero();
    }

    @Test
    void theyAnswerAsAModel() {
        for (int round = 0; round < 60; round++) {
            int slotCount = 1 + random.nextInt(round % 2 == 0 ? 200 : 20_000);
            Model model = new Model(slotCount);
            Tombstones tombstones = startOf(model);
            model.assertSame(tombstones, random);
            long forgotten = model.lsn;
            for (int step = 0; step < 60; step++) {
                int deletions = random.nextInt(1 + slotCount / 20);
                model.lsn += random.nextInt(3);
                for (int i = 0; i < deletions; i++) {
                    int slot = random.nextInt(slotCount);
                    long lsn = Math.max(1, model.lsn - random.nextInt(2));
                    assertThat(tombstones.delete(slot, lsn)).isEqualTo(model.delete(slot, lsn));
                }
                model.lsn += 2; // What was deleted just now is published, and no deletion is that old any more.
                if (random.nextInt(4) == 0) {
                    forgotten += random.nextLong(model.lsn - forgotten + 1);
                    tombstones.forgetBefore(forgotten);
                }
                model.oldest = forgotten;
                model.assertSame(tombstones, random);
            }
        }
    }

    /** Begins with deletions of any LSN in any order, as when a segment takes over from what it was made of. */
    private Tombstones startOf(Model model) {
        RoaringBitmap old = new RoaringBitmap();
        for (int i = random.nextInt(model.deletedLsns.length); i > 0; i -= 3) {
            int slot = random.nextInt(model.deletedLsns.length);
            old.add(slot);
            model.deletedLsns[slot] = 0;
        }
        Tombstones tombstones = new Tombstones(new DeletedFile(5, model.deletedLsns.length, old));
        for (int i = random.nextInt(model.deletedLsns.length); i > 0; i -= 3) {
            int slot = random.nextInt(model.deletedLsns.length);
            long lsn = 6 + random.nextInt(10);
            assertThat(tombstones.delete(slot, lsn)).isEqualTo(model.delete(slot, lsn));
        }
        model.oldest = 5;
        model.lsn = 16;
        return tombstones;
    }

    /** When each slot was deleted. */
    private static final class Model {
        private final long[] deletedLsns;
        private long lsn;
        private long oldest;

        Model(int slotCount) {
            deletedLsns = new long[slotCount];
            Arrays.fill(deletedLsns, NEVER);
        }

        boolean delete(int slot, long atLsn) {
            if (deletedLsns[slot] != NEVER) {
                return false;
            }
            deletedLsns[slot] = atLsn;
            return true;
        }

        void assertSame(Tombstones tombstones, SplittableRandom random) {
            for (long at : new long[] {lsn, oldest, oldest + random.nextLong(lsn - oldest + 1), lsn + 5}) {
                BitSet expected = new BitSet();
                for (int slot = 0; slot < deletedLsns.length; slot++) {
                    expected.set(slot, deletedLsns[slot] > at);
                }
                int deletedCount = deletedLsns.length - expected.cardinality();
                long[] alive = tombstones.aliveWords(at);
                if (deletedCount == 0) {
                    assertThat(alive).isNull();
                } else {
                    assertThat(alive).hasSize((deletedLsns.length + 63) / 64);
                    assertThat(BitSet.valueOf(alive)).isEqualTo(expected);
                }
                assertThat(tombstones.deletedCount(at)).isEqualTo(deletedCount);
                RoaringBitmap deleted = tombstones.deletedAt(at);
                assertThat(deleted.getCardinality()).isEqualTo(deletedCount);
                for (int i = 0; i < 50; i++) {
                    int slot = random.nextInt(deletedLsns.length);
                    assertThat(tombstones.isDeleted(slot, at)).isEqualTo(!expected.get(slot));
                    assertThat(deleted.contains(slot)).isEqualTo(!expected.get(slot));
                }
            }
        }
    }

    @Test
    void readersBesideTheWriterSeeTheirLsnExactly() throws Exception {
        for (int round = 0; round < 5; round++) {
            Race race = new Race(random.split(), 40_000);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<Long>> checks = new ArrayList<>();
                for (int reader = 0; reader < 3; reader++) {
                    checks.add(threads.submit(race.reader(reader, random.split())));
                }
                threads.submit(race.writer()).get();
                for (Future<Long> check : checks) {
                    assertThat(check.get()).isPositive();
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    /** One writer that deletes every slot in a random order, and readers who know when. */
    private static final class Race {
        private static final int COMMIT_MAX = 40;

        private final Tombstones tombstones;
        private final int[] order;
        private final long[] lsnOfSlot;
        private final int[] countAtLsn;
        private final SplittableRandom random;
        private final long[] readerLsns = {NEVER, NEVER, NEVER};
        private volatile long published = 1;
        private volatile boolean isDone;

        Race(SplittableRandom random, int slotCount) {
            this.random = random;
            tombstones = new Tombstones(slotCount);
            order = new int[slotCount];
            lsnOfSlot = new long[slotCount];
            countAtLsn = new int[slotCount + 3];
            for (int i = 0; i < slotCount; i++) {
                int other = random.nextInt(i + 1);
                order[i] = order[other];
                order[other] = i;
            }
            long lsn = 2;
            int inCommit = random.nextInt(COMMIT_MAX);
            for (int i = 0; i < slotCount; i++) {
                if (inCommit-- == 0) {
                    lsn++;
                    inCommit = random.nextInt(COMMIT_MAX);
                }
                lsnOfSlot[order[i]] = lsn;
                countAtLsn[(int) lsn] = i + 1;
            }
        }

        Callable<Long> writer() {
            return () -> {
                try {
                    for (int i = 0; i < order.length; i++) {
                        long lsn = lsnOfSlot[order[i]];
                        if (lsn > published + 1) {
                            publish(lsn - 1);
                        }
                        tombstones.delete(order[i], lsn);
                    }
                    publish(published + 1);
                    return published;
                } finally {
                    isDone = true;
                }
            };
        }

        private synchronized void publish(long lsn) {
            published = lsn;
            if (random.nextInt(3) == 0) {
                tombstones.forgetBefore(Arrays.stream(readerLsns).reduce(lsn, Math::min));
            }
        }

        private synchronized long begin(int reader) {
            readerLsns[reader] = published;
            return published;
        }

        private synchronized void end(int reader) {
            readerLsns[reader] = NEVER;
        }

        Callable<Long> reader(int reader, SplittableRandom readerRandom) {
            return () -> {
                long checks = 0;
                boolean isLast;
                do {
                    isLast = isDone;
                    long lsn = begin(reader);
                    for (int i = readerRandom.nextInt(5); i >= 0; i--) {
                        check(lsn, readerRandom);
                        checks++;
                    }
                    end(reader);
                } while (!isLast);
                return checks;
            };
        }

        private void check(long lsn, SplittableRandom readerRandom) {
            long[] alive = tombstones.aliveWords(lsn);
            int expectedCount = countAtLsn[(int) lsn];
            BitSet bits = alive == null ? null : BitSet.valueOf(alive);
            assertThat(bits == null ? 0 : order.length - bits.cardinality()).isEqualTo(expectedCount);
            for (int i = 0; i < 100; i++) {
                int slot = readerRandom.nextInt(order.length);
                boolean isDeleted = lsnOfSlot[slot] <= lsn;
                assertThat(tombstones.isDeleted(slot, lsn)).isEqualTo(isDeleted);
                assertThat(bits != null && !bits.get(slot)).isEqualTo(isDeleted);
            }
        }
    }
}
