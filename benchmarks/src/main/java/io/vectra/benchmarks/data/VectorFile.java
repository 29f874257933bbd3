package io.vectra.benchmarks.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Vectors of a mapped {@code .fvecs} file: little-endian, for each vector an int32 dimension and so many float32.
 *
 * <p>Thread rule: any number of threads.
 */
public final class VectorFile implements Vectors {
    private static final long PIECE_BYTES_MAX = 1L << 30;

    private final MappedByteBuffer[] pieces;
    private final int count;
    private final int dimension;
    private final int countPerPiece;

    private VectorFile(MappedByteBuffer[] pieces, int count, int dimension, int countPerPiece) {
        this.pieces = pieces;
        this.count = count;
        this.dimension = dimension;
        this.countPerPiece = countPerPiece;
    }

    /** Maps a file. */
    public static VectorFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int dimension = RecordFile.width(channel, file);
            long stride = 4L + 4L * dimension;
            int count = Math.toIntExact(channel.size() / stride);
            int countPerPiece = (int) (PIECE_BYTES_MAX / stride);
            MappedByteBuffer[] pieces = new MappedByteBuffer[(count + countPerPiece - 1) / countPerPiece];
            for (int i = 0; i < pieces.length; i++) {
                long first = i * (long) countPerPiece;
                long bytes = Math.min(countPerPiece, count - first) * stride;
                pieces[i] = channel.map(FileChannel.MapMode.READ_ONLY, first * stride, bytes);
                pieces[i].order(ByteOrder.LITTLE_ENDIAN);
            }
            return new VectorFile(pieces, count, dimension, countPerPiece);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void read(int row, float[] into) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count + " vectors");
        }
        int position = row % countPerPiece * (4 + 4 * dimension) + 4;
        ByteBuffer piece = pieces[row / countPerPiece].duplicate().order(ByteOrder.LITTLE_ENDIAN);
        piece.position(position);
        piece.asFloatBuffer().get(into, 0, dimension);
    }

    /** Writes vectors one after the other. */
    public static final class Writer implements AutoCloseable {
        private final OutputStream out;
        private final ByteBuffer record;

        /** Creates the file, or empties it. */
        public Writer(Path file, int dimension) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
            record = ByteBuffer.allocate(4 + 4 * dimension).order(ByteOrder.LITTLE_ENDIAN);
            record.putInt(0, dimension);
        }

        /** Appends a vector. */
        public void append(float[] vector) throws IOException {
            record.position(4);
            record.asFloatBuffer().put(vector);
            out.write(record.array());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
