package io.vectra.samples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The dictionary entries that this sample ships: a part of WordNet 3.0. */
final class Dictionary {
    private static final String RESOURCE = "entries.tsv";

    private Dictionary() {}

    /** Returns all entries, by their id. */
    static List<Entry> entries() throws IOException {
        InputStream resource = Objects.requireNonNull(Dictionary.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Dictionary::entry).toList();
        }
    }

    private static Entry entry(String line) {
        String[] fields = line.split("\t", -1);
        return new Entry(
                Integer.parseInt(fields[0]), fields[1], fields[2], fields[3], Integer.parseInt(fields[4]), fields[5]);
    }
}
