package io.vectra.storage.engine;

import io.vectra.storage.log.LogPieces;
import io.vectra.storage.vector.VectorSource;
import java.nio.ByteBuffer;

/** Lets vector code read the log's pieces. Thread rule: any number of threads. */
record PieceSource(LogPieces pieces) implements VectorSource {
    @Override
    public ByteBuffer bufferAt(long position) {
        return pieces.bufferAt(position);
    }

    @Override
    public int indexAt(long position) {
        return pieces.indexAt(position);
    }

    @Override
    public long endAt(long position) {
        return pieces.pieceEnd(position);
    }

    @Override
    public void verify(long fromPosition, long toPosition) {
        pieces.verify(fromPosition, toPosition);
    }
}
