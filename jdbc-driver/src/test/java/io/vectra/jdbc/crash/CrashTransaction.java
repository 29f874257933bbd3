package io.vectra.jdbc.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * One transaction of a writer, as announced on its pipe before it begins: {@code B <thread> <number> <change> …}, each
 * change being {@code d|n} (the table), the id, and the new version, 0 for a deletion.
 */
record CrashTransaction(int thread, int number, List<Change> changes) {
    record Change(char table, long id, int version) {}

    String announcement() {
        StringBuilder line = new StringBuilder("B " + thread + " " + number);
        for (Change change : changes) {
            line.append(' ')
                    .append(change.table())
                    .append(change.id())
                    .append(':')
                    .append(change.version());
        }
        return line.toString();
    }

    static CrashTransaction parse(String line) {
        String[] words = line.split(" ");
        List<Change> changes = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            changes.add(new Change(
                    words[i].charAt(0),
                    Long.parseLong(words[i].substring(1, colon)),
                    Integer.parseInt(words[i].substring(colon + 1))));
        }
        return new CrashTransaction(Integer.parseInt(words[1]), Integer.parseInt(words[2]), changes);
    }

    /** Applies the changes to the versions of documents and notes by id. */
    void applyTo(SortedMap<Long, Integer> docs, SortedMap<Long, Integer> notes) {
        for (Change change : changes) {
            SortedMap<Long, Integer> table = change.table() == 'd' ? docs : notes;
            if (change.version() == 0) {
                table.remove(change.id());
            } else {
                table.put(change.id(), change.version());
            }
        }
    }
}
