package io.vectra.storage.vector;

/** Finds order in numbers, without an object for each. Thread rule: stateless. */
final class Selection {
    /** Runs this short are sorted by insertion. */
    private static final int SHORT_RUN = 16;

    private Selection() {}

    /**
     * Returns the number that sorting would put at a rank (Hoare's selection).
     *
     * @param values without NaN; reordered
     * @param rank from 0 to the length, exclusive
     */
    static double smallest(double[] values, int rank) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            double pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    double swapped = values[left];
                    values[left++] = values[right];
                    values[right--] = swapped;
                }
            }
            if (rank <= right) {
                high = right;
            } else if (rank >= left) {
                low = left;
            } else {
                return values[rank];
            }
        }
        return values[rank];
    }

    /**
     * Returns the indexes of pairs in ascending order of the first number, then the second (merge sort).
     *
     * @param first without NaN and {@code -0.0}
     */
    static int[] order(double[] first, long[] second) {
        int count = first.length;
        var order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int start = 0; start < count; start += SHORT_RUN) {
            insertionSort(order, start, Math.min(count, start + SHORT_RUN), first, second);
        }
        var target = new int[count];
        for (long width = SHORT_RUN; width < count; width *= 2) {
            for (long start = 0; start < count; start += 2 * width) {
                int middle = (int) Math.min(count, start + width);
                int end = (int) Math.min(count, start + 2 * width);
                merge(new Run(order, (int) start, middle, end), target, first, second);
            }
            int[] swapped = order;
            order = target;
            target = swapped;
        }
        return order;
    }

    /** Two neighbouring sorted runs. */
    private record Run(int[] order, int start, int middle, int end) {}

    private static void merge(Run run, int[] target, double[] first, long[] second) {
        int[] order = run.order();
        int left = run.start();
        int right = run.middle();
        for (int i = run.start(); i < run.end(); i++) {
            boolean takesLeft =
                    right == run.end() || (left < run.middle() && !isBefore(order[right], order[left], first, second));
            target[i] = takesLeft ? order[left++] : order[right++];
        }
    }

    private static void insertionSort(int[] order, int start, int end, double[] first, long[] second) {
        for (int i = start + 1; i < end; i++) {
            int inserted = order[i];
            int j = i;
            while (j > start && isBefore(inserted, order[j - 1], first, second)) {
                order[j] = order[--j];
            }
            order[j] = inserted;
        }
    }

    private static boolean isBefore(int a, int b, double[] first, long[] second) {
        return first[a] < first[b] || (first[a] == first[b] && second[a] < second[b]);
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
