package io.vectra.benchmarks.measure;

import java.util.List;

/**
 * What it took to make the rows searchable.
 *
 * @param heapBytes in use after a collection, when all is built
 * @param isExact whether there is no index, so that the effort makes no difference
 * @param description of the contestant
 */
record BuildFigures(
        double loadCpuSeconds,
        double loadSeconds,
        double buildCpuSeconds,
        double buildSeconds,
        long diskBytes,
        long heapBytes,
        boolean isExact,
        String description) {

    List<Object> toWords() {
        return List.of(
                loadCpuSeconds, loadSeconds, buildCpuSeconds, buildSeconds, diskBytes, heapBytes, isExact, description);
    }

    static BuildFigures ofWords(String line) {
        String[] words = line.split(" ", 8);
        return new BuildFigures(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Boolean.parseBoolean(words[6]),
                words[7]);
    }
}
