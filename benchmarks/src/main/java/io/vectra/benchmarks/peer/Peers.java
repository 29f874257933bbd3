package io.vectra.benchmarks.peer;

import io.vectra.storage.graph.Quantization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The contestants by name. */
public final class Peers {
    private static final Map<String, Supplier<Contestant>> CONTESTANTS = new LinkedHashMap<>();

    static {
        CONTESTANTS.put("vectra", () -> new VectraContestant(""));
        CONTESTANTS.put("vectra-int8", () -> new VectraContestant("quantization = 'int8'"));
        CONTESTANTS.put("vectra-hnswlib", () -> new VectraContestant("builder = 'hnswlib'"));
        CONTESTANTS.put("graph", () -> new GraphContestant(Quantization.NONE));
        CONTESTANTS.put("graph-int8", () -> new GraphContestant(Quantization.INT8));
        CONTESTANTS.put("lucene", () -> new LuceneContestant(false));
        CONTESTANTS.put("lucene-int8", () -> new LuceneContestant(true));
        CONTESTANTS.put("hnswlib", HnswlibContestant::new);
        CONTESTANTS.put("jvector", JvectorContestant::new);
        CONTESTANTS.put("sqlite", SqliteContestant::new);
        CONTESTANTS.put("h2", H2Contestant::new);
    }

    private Peers() {}

    /** Returns all names. */
    public static List<String> names() {
        return new ArrayList<>(CONTESTANTS.keySet());
    }

    /** Returns those that a comparison is about: Vectra and the other graphs. */
    public static List<String> compared() {
        return List.of("vectra", "vectra-int8", "lucene", "lucene-int8", "hnswlib", "jvector");
    }

    /**
     * Creates a contestant.
     *
     * @throws NoClassDefFoundError if its library is not on the class path
     */
    public static Contestant create(String name) {
        Supplier<Contestant> contestant = CONTESTANTS.get(name);
        if (contestant == null) {
            throw new IllegalArgumentException("\"" + name + "\" is no contestant; expected one of " + names());
        }
        return contestant.get();
    }

    static <T> T loaded(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("searched before it was loaded or built");
        }
        return part;
    }
}
