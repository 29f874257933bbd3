package io.vectra.storage.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * The links of one level: rows of nodes, each ended by {@link #NONE} unless it is full.
 *
 * <p>Rows are in pages outside of the heap, which would else have to be as large as the largest graph.
 *
 * <p>Thread rule: one thread changes a row at a time; others may read it meanwhile, and then find any mixture of what
 * was there before and after, but nothing that never was a link.
 */
final class LinkTable {
    static final int NONE = -1;

    private static final int PAGE_INTS = 1 << 20;

    private final int width;
    private final int pageShift;
    private final int pageMask;
    private final IntBuffer[] pages;

    /**
     * Makes empty rows.
     *
     * @param width how many links a row has at the most
     */
    LinkTable(int rowCount, int width) {
        this.width = width;
        this.pageShift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(PAGE_INTS / width));
        this.pageMask = (1 << pageShift) - 1;
        this.pages = new IntBuffer[rowCount == 0 ? 0 : (rowCount - 1 >>> pageShift) + 1];
        for (int i = 0; i < pages.length; i++) {
            int rows = Math.min(1 << pageShift, rowCount - (i << pageShift));
            pages[i] = outsideOfTheHeap(rows * width).asIntBuffer();
            for (int j = 0; j < pages[i].capacity(); j++) {
                pages[i].put(j, NONE);
            }
        }
    }

    /** Returns room for numbers of 4 bytes, all zero. */
    static ByteBuffer outsideOfTheHeap(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Integer.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    int width() {
        return width;
    }

    int pageCount() {
        return pages.length;
    }

    int pageLength(int number) {
        return pages[number].capacity();
    }

    int pageNumber(int row) {
        return row >>> pageShift;
    }

    /** Returns the page that holds a row. */
    IntBuffer page(int row) {
        return pages[row >>> pageShift];
    }

    /** Returns where in {@link #page} a row begins. */
    int index(int row) {
        return (row & pageMask) * width;
    }

    /**
     * Copies a row.
     *
     * @param target receives the links, and {@link #NONE} after the last
     */
    void read(int row, int[] target) {
        page(row).get(index(row), target, 0, width);
    }

    /** Returns how many links a row has. */
    int count(int row) {
        IntBuffer page = page(row);
        int start = index(row);
        int count = 0;
        while (count < width && page.get(start + count) != NONE) {
            count++;
        }
        return count;
    }

    /** Returns a link of a row, or {@link #NONE} after the last. */
    int link(int row, int index) {
        return page(row).get(index(row) + index);
    }

    /** Sets a link of a row. */
    void setLink(int row, int index, int node) {
        page(row).put(index(row) + index, node);
    }
}
