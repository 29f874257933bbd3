package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.vector.VectorSource;
import java.nio.ByteBuffer;

/** Lets vector code read the log's pieces and the segments. Thread rule: any number of threads. */
record StoredSource(LogPieces pieces, Segments segments) implements VectorSource {
    @Override
    public ByteBuffer bufferAt(long position) {
        if (!SegmentPosition.isSegment(position)) {
            return pieces.bufferAt(position);
        }
        VectorSegment segment = segment(position);
        int node = segment.node(position);
        segment.file().verify(node, node + 1);
        return segment.file().bufferOf(node);
    }

    @Override
    public int indexAt(long position) {
        if (!SegmentPosition.isSegment(position)) {
            return pieces.indexAt(position);
        }
        VectorSegment segment = segment(position);
        return segment.file().indexOf(segment.node(position));
    }

    @Override
    public long endAt(long position) {
        if (!SegmentPosition.isSegment(position)) {
            return pieces.pieceEnd(position);
        }
        VectorSegment segment = segment(position);
        return segment.position(segment.file().pieceEnd(segment.node(position)));
    }

    @Override
    public void verify(long fromPosition, long toPosition) {
        if (fromPosition >= toPosition) {
            return;
        }
        if (!SegmentPosition.isSegment(fromPosition)) {
            pieces.verify(fromPosition, toPosition);
            return;
        }
        VectorSegment segment = segment(fromPosition);
        segment.file().verify(segment.node(fromPosition), segment.node(toPosition - 1) + 1);
    }

    private VectorSegment segment(long position) {
        int number = SegmentPosition.segment(position);
        VectorSegment segment = segments.byNumber().get(number);
        if (segment == null) {
            throw new CorruptStoreException(
                    SegmentEntry.path(number, "vectors"),
                    SegmentPosition.offset(position),
                    "a vector is expected here, but the segment is not one of the database. Restore a backup");
        }
        return segment;
    }
}
