package io.vectra.storage.log;

import java.util.Locale;

/**
 * Arithmetic on log positions: a {@code long} with the file's number in the upper 24 bits and the offset in bytes in
 * the lower 40.
 *
 * <p>Positions order as the log does.
 */
public final class LogPosition {
    private static final int OFFSET_BITS = 40;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private LogPosition() {}

    /** Returns the position of a byte of a log file. */
    public static long of(int fileNumber, long offset) {
        assert fileNumber >= 0 && fileNumber < 1 << 23 && offset >= 0 && offset <= OFFSET_MASK;
        return (long) fileNumber << OFFSET_BITS | offset;
    }

    /** Returns the number of the file. */
    public static int fileNumber(long position) {
        return (int) (position >>> OFFSET_BITS);
    }

    /** Returns the offset in the file, in bytes. */
    public static long offset(long position) {
        return position & OFFSET_MASK;
    }

    /** Returns the position of the first frame of a file. */
    public static long firstFrame(int fileNumber) {
        return of(fileNumber, LogFileHeader.BYTES);
    }

    /** Returns the file's name inside the database folder, such as {@code log/000001.log}. */
    public static String fileName(int fileNumber) {
        return String.format(Locale.ROOT, "log/%06d.log", fileNumber);
    }

    /** Returns the position as people read it, such as {@code log/000001.log@64}. */
    public static String describe(long position) {
        return fileName(fileNumber(position)) + "@" + offset(position);
    }
}
