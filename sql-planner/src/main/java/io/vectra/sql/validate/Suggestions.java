package io.vectra.sql.validate;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant. */
public final class Suggestions {
    private Suggestions() {}

    /** Returns {@code "; did you mean \"NAME\"?"} for the nearest of the names, or an empty text if none is near. */
    public static String didYouMean(String name, Collection<String> names) {
        String nearest = nearest(name, names);
        return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    }

    private static @Nullable String nearest(String name, Collection<String> names) {
        String best = null;
        int bestDistance = name.length() < 2 ? 1 : Math.max(1, name.length() / 3) + 1;
        for (String candidate : names) {
            if (Math.abs(candidate.length() - name.length()) < bestDistance && !candidate.equals(name)) {
                int distance = editDistance(name.toUpperCase(Locale.ROOT), candidate.toUpperCase(Locale.ROOT));
                if (distance < bestDistance) {
                    best = candidate;
                    bestDistance = distance;
                }
            }
        }
        return best;
    }

    /** How many insertions, deletions, replacements and swaps of neighbours make one text of the other. */
    private static int editDistance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] reused = beforeLast;
            beforeLast = last;
            last = row;
            row = reused;
        }
        return last[b.length()];
    }
}
