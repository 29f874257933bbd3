package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapped log file.
 *
 * @param bytes the file from its start, little-endian
 */
record LogFile(UUID databaseId, int number, ByteBuffer bytes) {
    static final String FOLDER = "log";

    private static final Pattern NAME = Pattern.compile("(\\d{6,7})\\.log");

    /** Returns the number of the file of this name, without its folder; -1 if it is no log file. */
    static int numberOf(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /** Returns the numbers of the files, which have no gaps. */
    static List<Integer> numbers(Directory directory, int first) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : directory.list(FOLDER)) {
            int number = numberOf(name);
            if (number >= first) {
                numbers.add(number);
            }
        }
        numbers.sort(null);
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != first + i) {
                throw missing(first + i);
            }
        }
        if (numbers.isEmpty()) {
            throw missing(first);
        }
        return numbers;
    }

    static CorruptStoreException missing(int number) {
        return new CorruptStoreException(
                LogPosition.fileName(number), 0, "the file is missing, although the log has it. Restore a backup");
    }

    /** Maps a whole file. */
    static LogFile map(Directory directory, UUID databaseId, int number) throws IOException {
        String name = LogPosition.fileName(number);
        long size = directory.size(name);
        if (size > LogSettings.FILE_BYTES_MAX) {
            throw new CorruptStoreException(
                    name,
                    LogSettings.FILE_BYTES_MAX,
                    "a log file has up to 1 GiB, but this one has " + size + " bytes");
        }
        return map(directory, databaseId, number, (int) size);
    }

    /** Maps a file's first bytes. */
    static LogFile map(Directory directory, UUID databaseId, int number, int size) throws IOException {
        return new LogFile(databaseId, number, directory.map(LogPosition.fileName(number), 0, size));
    }

    int size() {
        return bytes.limit();
    }

    LogFileHeader header() {
        return LogFileHeader.decode(bytes, databaseId, number);
    }

    /** Returns the valid frame at an offset, or null if there is none. */
    @Nullable
    Frame frameAt(int offset) {
        return Frame.at(bytes, number, offset, databaseId);
    }

    /**
     * Returns a valid frame after an offset that was written when everything up to beyond the offset was on the disk,
     * or null. If there is one, then what lies at the offset was whole once.
     */
    @Nullable
    Frame witnessAfter(int offset, long lsn) {
        long position = LogPosition.of(number, offset);
        int candidate = offset + Frame.ALIGNMENT;
        while (candidate <= size() - Frame.HEADER_BYTES) {
            Frame frame = frameAt(candidate);
            if (frame != null && frame.lsn() > lsn && frame.forcedEnd() > position) {
                return frame;
            }
            candidate = frame == null ? candidate + Frame.ALIGNMENT : frame.end();
        }
        return null;
    }

    CorruptStoreException corruptAt(int offset, String detail) {
        return new CorruptStoreException(LogPosition.fileName(number), offset, detail + ". Restore a backup");
    }
}
