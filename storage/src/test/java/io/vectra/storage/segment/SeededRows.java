package io.vectra.storage.segment;

import io.vectra.storage.log.TextValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Random rows with values of every type. */
final class SeededRows {
    private final SplittableRandom random;
    private final int columnCount;
    private final List<Integer> vectorIndexes;
    private int gap = 5;

    SeededRows(SplittableRandom random, int columnCount, List<Integer> vectorIndexes) {
        this.random = random;
        this.columnCount = columnCount;
        this.vectorIndexes = vectorIndexes;
    }

    /** One row of a table. */
    record Row(long rowId, long createdLsn, Object[] image) {}

    /** Sets the largest difference between the ids of two rows that follow each other. */
    SeededRows gap(int most) {
        gap = most;
        return this;
    }

    /** Returns rows in ascending order of their ids; texts and bytes have at most so many characters. */
    List<Row> rows(int count, int sizeMax) {
        List<Row> rows = new ArrayList<>();
        long rowId = random.nextInt(-100, 100);
        for (int i = 0; i < count; i++) {
            Object[] image = new Object[columnCount];
            for (int column = 0; column < columnCount; column++) {
                image[column] = vectorIndexes.contains(column) ? reference() : value(sizeMax, 0);
            }
            rows.add(new Row(rowId, 1 + random.nextLong(1000), image));
            rowId += gap == 1 ? 1 : 1 + random.nextInt(gap);
        }
        return rows;
    }

    private Long reference() {
        return random.nextInt(4) == 0 ? null : (Long) random.nextLong(1L << 50);
    }

    private Object value(int sizeMax, int depth) {
        return switch (random.nextInt(depth < 2 ? 20 : 18)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> random.nextInt();
            case 5 -> random.nextLong();
            case 6 -> new BigDecimal(new BigInteger(bytes(1 + random.nextInt(20))), random.nextInt(-20, 20));
            case 7 -> Float.intBitsToFloat(random.nextInt() & 0x7F7F_FFFF);
            case 8 -> random.nextDouble();
            case 9, 10 -> text(random.nextInt(sizeMax + 1));
            case 11 -> bytes(random.nextInt(sizeMax + 1));
            case 12 -> date();
            case 13 -> time();
            case 14 -> OffsetTime.of(time(), offset());
            case 15 -> LocalDateTime.of(date(), time());
            case 16 -> OffsetDateTime.of(date(), time(), offset());
            case 17 -> new UUID(random.nextLong(), random.nextLong());
            case 18 -> new Object[] {value(sizeMax, depth + 1), value(sizeMax, depth + 1)};
            default -> new TextValue("INTERVAL DAY", text(random.nextInt(5)));
        };
    }

    private String text(int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) random.nextInt(random.nextInt(10) == 0 ? 0x1_0000 : 0x80);
        }
        return new String(chars);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000));
    }

    private LocalTime time() {
        return LocalTime.ofNanoOfDay(random.nextLong(24L * 3600 * 1_000_000_000));
    }

    private ZoneOffset offset() {
        return ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3600, 18 * 3600));
    }

    /** Returns all rows of a file. */
    static List<Row> read(RowFile file) {
        List<Row> rows = new ArrayList<>();
        for (int slot = 0; slot < file.count(); slot++) {
            rows.add(new Row(file.rowId(slot), file.createdLsn(slot), file.image(slot)));
        }
        return rows;
    }

    static RowCursor cursor(List<Row> rows) {
        Iterator<Row> iterator = rows.iterator();
        return new RowCursor() {
            private Row row;

            @Override
            public boolean next() {
                boolean hasNext = iterator.hasNext();
                row = hasNext ? iterator.next() : null;
                return hasNext;
            }

            @Override
            public long rowId() {
                return row.rowId();
            }

            @Override
            public long createdLsn() {
                return row.createdLsn();
            }

            @Override
            public Object[] image() {
                return row.image();
            }
        };
    }
}
