package io.vectra.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which slots of one segment are deleted, as of any LSN that a reader may have; slots are those of a {@link RowFile} or
 * the nodes of a {@link VectorFile}.
 *
 * <p>A bit for each slot tells whether it was ever deleted; {@link RecentDeletions} tells since when, as long as a
 * reader may be older. A reader at an LSN asks only after everything up to that LSN was deleted here.
 *
 * <p>Thread rule: one thread deletes and forgets; any number read beside it, without locks.
 */
public final class Tombstones {
    /** The LSN of what was deleted before every reader. */
    private static final long LONG_AGO = 0;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int OLDER_MAX = 8;
    private static final int FORGOTTEN_AT_ONCE = 1024;

    private final int slotCount;

    /** A bit for each slot, set when it is deleted; null as long as none is. */
    private volatile long @Nullable [] deleted;

    private volatile RecentDeletions recent = new RecentDeletions(0);

    /** The highest LSN of a deletion; rises before the deletion is seen. */
    private volatile long lastLsn = LONG_AGO;

    /** How many slots are deleted; rises after the deletion is seen. */
    private volatile int count;

    /** What is alive now, as a reader found it. */
    private volatile @Nullable Snapshot newest;

    /** What was alive at other LSNs; replaced as a whole. */
    private volatile Snapshot[] older = {};

    private int forgetsPutOff;

    /** Begins without deletions. */
    public Tombstones(int slotCount) {
        this.slotCount = slotCount;
    }

    /** Begins with the deletions of a file, for which every reader is young enough. */
    public Tombstones(DeletedFile file) {
        this.slotCount = file.slotCount();
        if (!file.deleted().isEmpty()) {
            this.deleted = Arrays.copyOf(BitSetUtil.toLongArray(file.deleted()), wordCount());
            this.count = file.deleted().getCardinality();
        }
    }

    /**
     * What is alive at an LSN.
     *
     * @param lsn the one that it was made for
     * @param deletedCount how many bits are not set
     * @param alive null if all are
     */
    private record Snapshot(long lsn, int deletedCount, long @Nullable [] alive) {}

    /** Returns how many slots the segment has. */
    public int slotCount() {
        return slotCount;
    }

    /** Returns how many slots were deleted, whatever the LSN. */
    public int count() {
        return count;
    }

    /**
     * Deletes a slot, before any reader of the LSN asks.
     *
     * @param lsn of the commit that deletes it, above 0
     * @return whether it was not deleted before; if it was, the earlier LSN stays
     */
    public boolean delete(int slot, long lsn) {
        Objects.checkIndex(slot, slotCount);
        if (lsn <= LONG_AGO) {
            throw new IllegalArgumentException("an LSN is above 0, but slot " + slot + " was deleted at " + lsn);
        }
        long[] words = deleted;
        if (words == null) {
            words = new long[wordCount()];
            deleted = words;
        }
        long word = words[slot >>> 6];
        long bit = 1L << slot;
        if ((word & bit) != 0) {
            return false;
        }
        if (recent.isFull()) {
            recent = recent.after(LONG_AGO);
        }
        recent.add(slot, lsn);
        lastLsn = Math.max(lastLsn, lsn);
        WORDS.setRelease(words, slot >>> 6, word | bit);
        count = count + 1; // One thread writes.
        return true;
    }

    /** Returns whether a slot is deleted at an LSN. */
    public boolean isDeleted(int slot, long atLsn) {
        long[] words = deleted;
        if (words == null || ((long) WORDS.getAcquire(words, slot >>> 6) & 1L << slot) == 0) {
            return false;
        }
        return lastLsn <= atLsn || recent.lsnOf(slot) <= atLsn;
    }

    /**
     * Returns what is alive at an LSN: a bit for each slot, as of {@link java.util.BitSet#toLongArray()}.
     *
     * @return long[(slotCount + 63) / 64], shared and not to be modified; null if everything is alive
     */
    public long @Nullable [] aliveWords(long lsn) {
        return snapshot(lsn).alive();
    }

    /** Returns how many slots are deleted at an LSN. */
    public int deletedCount(long lsn) {
        return snapshot(lsn).deletedCount();
    }

    /** Returns the slots that are deleted at an LSN; owned by the caller. */
    public RoaringBitmap deletedAt(long lsn) {
        long[] alive = aliveWords(lsn);
        if (alive == null) {
            return new RoaringBitmap();
        }
        RoaringBitmap bitmap = BitSetUtil.bitmapOf(flipped(alive));
        bitmap.runOptimize();
        return bitmap;
    }

    private Snapshot snapshot(long lsn) {
        int countBefore = count;
        if (countBefore == 0 && deleted == null) {
            return new Snapshot(lsn, 0, null);
        }
        boolean isNewest = lastLsn <= lsn;
        Snapshot known = isNewest ? newest : olderOf(lsn);
        if (known != null && (!isNewest || known.deletedCount() == countBefore)) {
            return known;
        }
        Snapshot made = make(lsn);
        if (!isNewest) {
            keepOlder(made);
        } else if (made.deletedCount() == countBefore && count == countBefore) {
            newest = made; // Nothing was being deleted meanwhile, so it is right for every later LSN too.
        }
        return made;
    }

    private @Nullable Snapshot olderOf(long lsn) {
        for (Snapshot snapshot : older) {
            if (snapshot.lsn() == lsn) {
                return snapshot;
            }
        }
        return null;
    }

    /** Readers that do so at once may forget each other's, which costs one of them a copy. */
    private void keepOlder(Snapshot snapshot) {
        Snapshot[] before = older;
        int kept = Math.min(before.length, OLDER_MAX - 1);
        Snapshot[] after = new Snapshot[kept + 1];
        after[0] = snapshot;
        System.arraycopy(before, 0, after, 1, kept);
        older = after;
    }

    private Snapshot make(long lsn) {
        long[] words = Objects.requireNonNull(deleted, "deleted");
        long[] copy = new long[words.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (long) WORDS.getAcquire(words, i);
        }
        if (lastLsn > lsn) { // Read after the words: else none of their bits is too new.
            recent.clearAfter(lsn, copy);
        }
        int deletedCount = 0;
        for (long word : copy) {
            deletedCount += Long.bitCount(word);
        }
        return new Snapshot(lsn, deletedCount, deletedCount == 0 ? null : flipped(copy));
    }

    /** Returns the other slots. */
    private long[] flipped(long[] words) {
        var flipped = new long[words.length];
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = ~words[i];
        }
        if (slotCount % Long.SIZE != 0) {
            flipped[flipped.length - 1] &= -1L >>> -slotCount;
        }
        return flipped;
    }

    /** Forgets when slots were deleted up to an LSN; from now on no reader is at an earlier one. */
    public void forgetBefore(long lsn) {
        forgetOlder(lsn);
        RecentDeletions known = recent;
        if (known.lsnMin() > lsn) {
            return;
        }
        if (lastLsn <= lsn) {
            recent = new RecentDeletions(0);
        } else if (++forgetsPutOff
                > known.count() / FORGOTTEN_AT_ONCE) { // So a call costs the same whatever their count.
            forgetsPutOff = 0;
            recent = known.after(lsn);
        }
    }

    private void forgetOlder(long lsn) {
        Snapshot[] kept =
                Arrays.stream(older).filter(snapshot -> snapshot.lsn() >= lsn).toArray(Snapshot[]::new);
        if (kept.length < older.length) {
            older = kept;
        }
    }

    private int wordCount() {
        return (slotCount + Long.SIZE - 1) / Long.SIZE;
    }
}
