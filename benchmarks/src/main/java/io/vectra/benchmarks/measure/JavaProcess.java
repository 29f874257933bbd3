package io.vectra.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How child JVMs are started: by the JDK of this process with the flags of the launcher, or by another JDK with none.
 *
 * @param javaHome the JDK's folder
 * @param flags of the JVM
 * @param classPath of the JVM
 */
record JavaProcess(Path javaHome, List<String> flags, String classPath) {
    /** The folder beside the harness's classes that has the newest Lucene, where the build has put it there. */
    private static final String PEERS = "peers";

    private static final int FIRST_WITH_FAST_KERNEL = 22;

    /** Returns this process's JDK, with the Vector API where it has it. */
    static JavaProcess here() {
        List<String> flags = new ArrayList<>();
        if (Runtime.version().feature() >= FIRST_WITH_FAST_KERNEL) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            if (ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()) {
                flags.add("--add-modules=jdk.incubator.vector");
            }
        }
        return new JavaProcess(Path.of(System.getProperty("java.home")), List.copyOf(flags), ownClassPath());
    }

    /** Returns another JDK without flags. */
    static JavaProcess plain(Path javaHome) {
        return new JavaProcess(javaHome, List.of(), ownClassPath());
    }

    private static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    /** Returns this process's JDK with the newest Lucene, if there is one, in place of the database's. */
    static JavaProcess hereWithNewestLucene() {
        JavaProcess here = here();
        List<String> entries = new ArrayList<>();
        Path peers = null;
        for (String entry : here.classPath().split(File.pathSeparator, -1)) {
            Path file = Path.of(entry);
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null && Files.isDirectory(parent.resolve(PEERS))) {
                peers = parent.resolve(PEERS);
            }
            if (!String.valueOf(file.getFileName()).startsWith("lucene-")) {
                entries.add(entry);
            }
        }
        if (peers == null) {
            return here;
        }
        try (Stream<Path> jars = Files.list(peers)) {
            jars.map(Path::toString).forEach(entries::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new JavaProcess(here.javaHome(), here.flags(), String.join(File.pathSeparator, entries));
    }

    /** Returns the same with a further flag. */
    JavaProcess with(String flag) {
        List<String> more = new ArrayList<>(flags);
        more.add(flag);
        return new JavaProcess(javaHome, List.copyOf(more), classPath);
    }

    /** Starts a main class; its errors appear among this process's, but for the JVM's notice about the Vector API. */
    Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin")
                .resolve(File.separatorChar == '\\' ? "java.exe" : "java")
                .toString());
        command.addAll(flags);
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add("-cp");
        command.add(classPath);
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).start();
        Thread errors = new Thread(
                () -> process.errorReader()
                        .lines()
                        .filter(line -> !line.endsWith(": jdk.incubator.vector"))
                        .forEach(System.err::println),
                "errors of " + process.pid());
        errors.setDaemon(true);
        errors.start();
        return process;
    }
}
