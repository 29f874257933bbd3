package io.vectra.storage.engine;

import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorIndexSettings;
import java.util.Locale;

/**
 * The names of the graphs' files in a segment's folder. A name tells column and options, so that a graph is never taken
 * for one of an index with other options.
 */
final class GraphFiles {
    private static final String PREFIX = "graph.";
    private static final String UNFINISHED = ".tmp";

    private GraphFiles() {}

    /** Returns the name of an index's graphs, such as {@code graph.3.cosine.16.200.none.primitive}. */
    static String name(VectorIndexInfo index) {
        VectorIndexSettings settings = index.settings();
        String options = settings.metric() + "." + settings.m() + "." + settings.efConstruction() + "."
                + settings.quantization() + "." + settings.builder();
        return PREFIX + index.columnId() + "." + options.toLowerCase(Locale.ROOT);
    }

    /** Returns the name under which a graph is written before it is whole. */
    static String unfinished(String name) {
        return name + UNFINISHED;
    }

    static boolean isGraph(String name) {
        return name.startsWith(PREFIX) && !isUnfinished(name);
    }

    /** Returns whether a path in the database's folder is that of a graph. */
    static boolean isGraphPath(String path) {
        return path.contains("." + PREFIX);
    }

    static boolean isUnfinished(String name) {
        return name.endsWith(UNFINISHED);
    }
}
