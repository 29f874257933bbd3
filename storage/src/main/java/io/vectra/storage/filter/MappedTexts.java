package io.vectra.storage.filter;

import java.nio.ByteBuffer;

/**
 * The different texts of a section of texts, as {@link ColumnsFile} lays them out.
 *
 * <p>Thread rule: one thread.
 */
final class MappedTexts implements TextTest.SortedTexts {
    private final ByteBuffer bytes;
    private final int offsets;
    private final int units;
    private final int count;
    private final int unitBytes;
    private final Text text = new Text();

    /**
     * Takes the texts of a section.
     *
     * @param bytes little-endian
     * @param index where the offsets begin
     */
    MappedTexts(ByteBuffer bytes, int index, int count, int unitBytes) {
        this.bytes = bytes;
        this.offsets = index;
        this.units = index + ColumnsFile.padded((count + 1) * Integer.BYTES);
        this.count = count;
        this.unitBytes = unitBytes;
    }

    /** Returns where the bytes after the texts begin. */
    int end() {
        return units + ColumnsFile.padded(offset(count) * unitBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public CharSequence text(int index) {
        int from = offset(index);
        text.load(from, offset(index + 1) - from);
        return text;
    }

    @Override
    public int copy(int index, char[] units) {
        int from = offset(index);
        int length = offset(index + 1) - from;
        text.load(from, length);
        text.copy(units);
        return length;
    }

    @Override
    public int unitsMax() {
        int max = 0;
        int from = 0;
        for (int index = 1; index <= count; index++) {
            int end = offset(index);
            max = Math.max(max, end - from);
            from = end;
        }
        return max;
    }

    private int offset(int index) {
        return bytes.getInt(offsets + index * Integer.BYTES);
    }

    /** One of the texts, copied to the heap. */
    private final class Text implements CharSequence {
        private byte[] content = new byte[128];
        private int length;

        void load(int from, int newLength) {
            length = newLength;
            if (content.length < length * unitBytes) {
                content = new byte[2 * length * unitBytes];
            }
            bytes.get(units + from * unitBytes, content, 0, length * unitBytes);
        }

        void copy(char[] target) {
            if (unitBytes == 1) {
                for (int i = 0; i < length; i++) {
                    target[i] = (char) (content[i] & 0xFF);
                }
            } else {
                for (int i = 0; i < length; i++) {
                    target[i] = charAt(i);
                }
            }
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return unitBytes == 1
                    ? (char) (content[index] & 0xFF)
                    : (char) (content[2 * index] & 0xFF | content[2 * index + 1] << Byte.SIZE);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return toString().substring(start, end);
        }

        @Override
        public String toString() {
            var builder = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                builder.append(charAt(i));
            }
            return builder.toString();
        }
    }
}
