package io.vectra.storage.text;

/** Counts the letters in which two words differ. Stateless. */
final class Edits {
    private Edits() {}

    /** Returns how many letters are put in, left out, changed, or swapped with the next one. */
    static int between(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        int[] before = new int[right.length + 1];
        int[] last = new int[right.length + 1];
        int[] row = new int[right.length + 1];
        for (int j = 0; j <= right.length; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length; i++) {
            row[0] = i;
            for (int j = 1; j <= right.length; j++) {
                int change = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
                boolean isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if (isSwap) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] oldest = before;
            before = last;
            last = row;
            row = oldest;
        }
        return last[right.length];
    }
}
