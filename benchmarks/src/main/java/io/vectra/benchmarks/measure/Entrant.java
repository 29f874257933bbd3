package io.vectra.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A contestant and the JVM that it runs in.
 *
 * @param name as in a report; {@code vectra@17} is the contestant {@code vectra} on another JDK
 */
record Entrant(String name, String contestant, JavaProcess java) {
    /** Reads {@code <contestant>} or {@code <contestant>@<JDK folder>}. */
    static Entrant parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            boolean isLucene = text.startsWith("lucene");
            return new Entrant(text, text, isLucene ? JavaProcess.hereWithNewestLucene() : JavaProcess.here());
        }
        Path home = Path.of(text.substring(at + 1));
        return new Entrant(
                text.substring(0, at) + "@" + home.getFileName(), text.substring(0, at), JavaProcess.plain(home));
    }

    ContestantClient start(Settings settings) throws IOException {
        return new ContestantClient(contestant, settings, java);
    }

    /** Whether it runs on another JDK, without flags. */
    boolean isPlain() {
        JavaProcess here = JavaProcess.here();
        return !java.javaHome().equals(here.javaHome()) || !java.flags().equals(here.flags());
    }

    /** Whether it is Vectra, or a part of it. */
    boolean isOurs() {
        return contestant.startsWith("vectra") || contestant.startsWith("graph");
    }
}
