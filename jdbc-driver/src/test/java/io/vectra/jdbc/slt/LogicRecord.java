package io.vectra.jdbc.slt;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One record of an SQL logic test: a statement that works or fails, or a query and what it returns.
 *
 * @param head the words of its first line: {@code statement ok}, {@code query IIT rowsort}
 * @param sql the statement
 * @param expected the values of a query, one a line, or how many there are and their hash
 */
record LogicRecord(List<String> head, String sql, List<String> expected) {
    private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to (\\w+)");

    /** Reads the next record that is for us, or null at the end. */
    static @Nullable LogicRecord read(BufferedReader lines) throws IOException {
        boolean isForOthers = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String head = line.replaceFirst("#.*", "").strip();
            if (head.startsWith("onlyif")) {
                isForOthers = true;
            } else if (head.startsWith("halt")) {
                if (!isForOthers) {
                    return null;
                }
                isForOthers = false;
            } else if (head.startsWith("statement") || head.startsWith("query")) {
                LogicRecord found = body(Arrays.asList(head.split("\\s+")), lines);
                if (!isForOthers) {
                    return found;
                }
                isForOthers = false;
            }
        }
        return null;
    }

    private static LogicRecord body(List<String> head, BufferedReader lines) throws IOException {
        StringBuilder sql = new StringBuilder();
        List<String> expected = new ArrayList<>();
        boolean isResult = false;
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            if (line.equals("----")) {
                isResult = true;
            } else if (isResult) {
                expected.add(line);
            } else {
                sql.append(sql.isEmpty() ? "" : "\n").append(line);
            }
        }
        return new LogicRecord(head, sql.toString(), expected);
    }

    boolean isQuery() {
        return head.get(0).equals("query");
    }

    /** Returns whether a statement is expected to fail. */
    boolean fails() {
        return !isQuery() && head.get(1).equals("error");
    }

    /** Returns a letter for each column: I, R or T. */
    String types() {
        return head.get(1);
    }

    /** Returns whether rows, already sorted as {@link #sorted} does, are those expected. */
    boolean isAnsweredBy(List<String> values) {
        if (expected.size() == 1) {
            Matcher hash = HASH.matcher(expected.get(0));
            if (hash.matches()) {
                return values.size() == Integer.parseInt(hash.group(1))
                        && md5(values).equals(hash.group(2));
            }
        }
        return values.equals(expected);
    }

    /** Returns the values of rows in the order that the record asks for. */
    List<String> sorted(List<List<String>> rows) {
        String order = head.size() > 2 ? head.get(2) : "nosort";
        List<List<String>> ordered = new ArrayList<>(rows);
        if (order.equals("rowsort")) {
            ordered.sort((a, b) -> Arrays.compare(a.toArray(String[]::new), b.toArray(String[]::new)));
        }
        List<String> values = new ArrayList<>();
        ordered.forEach(values::addAll);
        if (order.equals("valuesort")) {
            values.sort(null);
        }
        return values;
    }

    private static String md5(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (String value : values) {
                digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
