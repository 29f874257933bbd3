package io.vectra.benchmarks.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of records that each begin with their width: {@code .fvecs} and {@code .ivecs}. */
public final class RecordFile {
    private RecordFile() {}

    /** Returns how many values each record has, after a check that the file holds whole records of that width. */
    static int width(FileChannel channel, Path file) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        while (first.hasRemaining()) {
            if (channel.read(first, first.position()) < 0) {
                throw new EOFException(file + " is empty; expected at least one record");
            }
        }
        int width = first.getInt(0);
        if (width < 1 || width > 1 << 20 || channel.size() % (4L + 4L * width) != 0) {
            throw new IOException(file + " has " + channel.size() + " bytes and begins with " + width
                    + "; expected records of an int32 count and as many 4-byte values, little-endian");
        }
        return width;
    }

    /** Reads an {@code .ivecs} file as int[records][width]. */
    public static int[][] readInts(Path file) throws IOException {
        int width;
        try (FileChannel channel = FileChannel.open(file)) {
            width = width(channel, file);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int[][] records = new int[bytes.limit() / (4 + 4 * width)][width];
        for (int[] record : records) {
            bytes.getInt();
            bytes.asIntBuffer().get(record);
            bytes.position(bytes.position() + 4 * width);
        }
        return records;
    }

    /** Writes records of one width as an {@code .ivecs} file. */
    public static void writeInts(Path file, int[][] records) throws IOException {
        int width = records[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(records.length * (4 + 4 * width)).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] record : records) {
            bytes.putInt(width);
            for (int value : record) {
                bytes.putInt(value);
            }
        }
        Files.write(file, bytes.array());
    }
}
