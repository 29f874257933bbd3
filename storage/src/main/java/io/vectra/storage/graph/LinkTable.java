package io.vectra.storage.graph;

import java.util.Arrays;

/**
 * The links of one level: rows of nodes, each ended by {@link #NONE} unless it is full.
 *
 * <p>Rows are in pages, so that no large array is needed.
 *
 * <p>Thread rule: one thread changes a row at a time; others may read it meanwhile, and then find any mixture of what
 * was there before and after, but nothing that never was a link.
 */
final class LinkTable {
    static final int NONE = -1;

    private static final int PAGE_INTS = 1 << 15;

    private final int width;
    private final int pageShift;
    private final int pageMask;
    private final int[][] pages;

    /**
     * Makes empty rows.
     *
     * @param width how many links a row has at the most
     */
    LinkTable(int rowCount, int width) {
        this.width = width;
        this.pageShift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(PAGE_INTS / width));
        this.pageMask = (1 << pageShift) - 1;
        this.pages = new int[rowCount == 0 ? 0 : (rowCount - 1 >>> pageShift) + 1][];
        for (int i = 0; i < pages.length; i++) {
            int rows = Math.min(1 << pageShift, rowCount - (i << pageShift));
            pages[i] = new int[rows * width];
            Arrays.fill(pages[i], NONE);
        }
    }

    int width() {
        return width;
    }

    int pageCount() {
        return pages.length;
    }

    int pageLength(int number) {
        return pages[number].length;
    }

    int pageNumber(int row) {
        return row >>> pageShift;
    }

    /** Returns the array that holds a row. */
    int[] page(int row) {
        return pages[row >>> pageShift];
    }

    /** Returns where in {@link #page} a row begins. */
    int index(int row) {
        return (row & pageMask) * width;
    }

    /** Returns how many links a row has. */
    int count(int row) {
        int[] page = page(row);
        int start = index(row);
        int count = 0;
        while (count < width && page[start + count] != NONE) {
            count++;
        }
        return count;
    }

    /** Returns a link of a row, or {@link #NONE} after the last. */
    int link(int row, int index) {
        return page(row)[index(row) + index];
    }

    /** Sets a link of a row. */
    void setLink(int row, int index, int node) {
        page(row)[index(row) + index] = node;
    }
}
