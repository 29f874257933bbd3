package io.vectra.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How child JVMs are started: by the JDK of this process with the flags of the launcher, or by another JDK with none.
 *
 * @param javaHome the JDK's folder
 * @param flags of the JVM
 */
record JavaProcess(Path javaHome, List<String> flags) {
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
        return new JavaProcess(Path.of(System.getProperty("java.home")), List.copyOf(flags));
    }

    /** Returns another JDK without flags. */
    static JavaProcess plain(Path javaHome) {
        return new JavaProcess(javaHome, List.of());
    }

    /** Returns the same with a further flag. */
    JavaProcess with(String flag) {
        List<String> more = new ArrayList<>(flags);
        more.add(flag);
        return new JavaProcess(javaHome, List.copyOf(more));
    }

    /**
     * Starts a main class with this process's class path; its errors appear among this process's, but for the JVM's
     * notice about the Vector API.
     */
    Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin")
                .resolve(File.separatorChar == '\\' ? "java.exe" : "java")
                .toString());
        command.addAll(flags);
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
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
