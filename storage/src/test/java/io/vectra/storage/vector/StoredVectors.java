package io.vectra.storage.vector;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column with its bytes in several buffers, and the plain list of rows that it must behave like. */
final class StoredVectors implements VectorSource {
    static final int COLUMN_ID = 7;

    private static final int PIECE_SHIFT = 40;

    final VectorColumn column;
    final List<Row> rows = new ArrayList<>();

    private final Random random;
    private final int pieceBytes;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final Set<Long> corruptPositions = new HashSet<>();
    private int pieceEnd;

    /** A version of a row as the test remembers it. */
    static final class Row {
        final long rowId;
        final float[] vector;
        final long createdLsn;
        final long position;
        long deletedLsn = Long.MAX_VALUE;

        Row(long rowId, float[] vector, long createdLsn, long position) {
            this.rowId = rowId;
            this.vector = vector;
            this.createdLsn = createdLsn;
            this.position = position;
        }

        boolean isVisible(long lsn) {
            return createdLsn <= lsn && lsn < deletedLsn;
        }
    }

    /** @param vectorsPerPiece about how many vectors go into one buffer */
    StoredVectors(Random random, int dimension, int vectorsPerPiece) {
        this.random = random;
        this.column = new VectorColumn(COLUMN_ID, 3, dimension);
        this.pieceBytes = vectorsPerPiece * (dimension * Float.BYTES + 8);
        this.pieceEnd = pieceBytes;
    }

    void append(long rowId, float[] vector, long lsn) {
        int bytes = vector.length * Float.BYTES;
        if (pieceEnd + bytes > pieceBytes) {
            ByteBuffer piece =
                    pieces.size() % 2 == 0 ? ByteBuffer.allocateDirect(pieceBytes) : ByteBuffer.allocate(pieceBytes);
            pieces.add(piece.order(ByteOrder.LITTLE_ENDIAN));
            pieceEnd = 0;
        }
        Vectors.put(vector, pieces.get(pieces.size() - 1), pieceEnd);
        long position = ((long) pieces.size() << PIECE_SHIFT) + pieceEnd;
        pieceEnd += bytes + random.nextInt(9);
        column.append(rows.size(), rowId, lsn, position);
        rows.add(new Row(rowId, vector, lsn, position));
    }

    void delete(int ordinal, long lsn) {
        column.delete(ordinal, lsn);
        rows.get(ordinal).deletedLsn = lsn;
    }

    void corrupt(int ordinal) {
        corruptPositions.add(rows.get(ordinal).position);
    }

    SearchInput search(Metric metric, float[] query, int k, long lsn) {
        return new SearchInput(column, this, lsn, metric, query, k, null, null, () -> false);
    }

    /** Answers a search by sorting all rows. */
    NearestRows bruteForce(SearchInput in) {
        SearchScope scope = in.scope();
        List<Hit> hits = new ArrayList<>();
        LocalVectors own = in.own();
        for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
            Row row = rows.get(ordinal);
            boolean isHidden = own != null && own.isDeleted(ordinal);
            if (row.isVisible(in.lsn()) && !isHidden && isIn(scope, ordinal)) {
                hits.add(new Hit(row.rowId, Distances.distance(in.metric(), row.vector, in.query())));
            }
        }
        for (int i = 0; own != null && i < own.count(); i++) {
            if (own.isLive(i) && isAmong(scope.own(), own.ordinal(i))) {
                hits.add(new Hit(own.rowId(i), Distances.distance(in.metric(), own.vector(i), in.query())));
            }
        }
        hits.sort(Comparator.comparingDouble(Hit::distance).thenComparingLong(Hit::rowId));
        List<Hit> nearest = hits.subList(0, Math.min(in.k(), hits.size()));
        return new NearestRows(
                nearest.stream().mapToLong(Hit::rowId).toArray(),
                nearest.stream().mapToDouble(Hit::distance).toArray(),
                nearest.size());
    }

    private static boolean isIn(SearchScope scope, long ordinal) {
        return ordinal >= scope.fromOrdinal() || isAmong(scope.ordinals(), ordinal);
    }

    private static boolean isAmong(long @Nullable [] ordinals, long ordinal) {
        return ordinals == null || Arrays.binarySearch(ordinals, ordinal) >= 0;
    }

    @Override
    public ByteBuffer bufferAt(long position) {
        verify(position, position + 1);
        return pieces.get((int) (position >>> PIECE_SHIFT) - 1);
    }

    @Override
    public int indexAt(long position) {
        return (int) position;
    }

    @Override
    public long endAt(long position) {
        return (position >>> PIECE_SHIFT << PIECE_SHIFT) + pieceBytes;
    }

    @Override
    public void verify(long fromPosition, long toPosition) {
        for (long position : corruptPositions) {
            if (position >= fromPosition && position < toPosition) {
                throw new CorruptStoreException("log", position, "marked by the test");
            }
        }
    }

    private record Hit(long rowId, double distance) {}
}
