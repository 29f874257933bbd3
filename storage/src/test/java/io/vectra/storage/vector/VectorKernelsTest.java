package io.vectra.storage.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which kernel a JVM chooses. The classes of Java 22 are only found in a jar, so each test makes one of the compiled
 * classes and starts a JVM with it; those about the Vector API are skipped where a JDK before 22 compiled or runs the
 * tests.
 */
class VectorKernelsTest {
    private static final String KERNEL_CLASS = "META-INF/versions/22/io/vectra/storage/vector/VectorApiKernel.class";
    private static final String WITH_VECTOR_API = "--add-modules=jdk.incubator.vector";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--enable-native-access=ALL-UNNAMED", "--enable-native-access=java.base"})
    void theKernelForTheVectorApiIsChosenAndRight(String access) throws Exception {
        assumeVectorApiKernel();
        long seed = Seed.random("VectorKernelsTest").nextLong();

        Run run = run(List.of(WITH_VECTOR_API, access, "-ea"), jar(true), Long.toString(seed));

        assertThat(run.output())
                .as("with seed %d", seed)
                .startsWith("kernel vector-api-")
                .contains("checked");
    }

    @Test
    void withoutTheModuleTheScalarKernelIsChosenSilently() throws Exception {
        Run run = run(List.of(), jar(true));

        assertThat(run).isEqualTo(new Run("kernel scalar", ""));
    }

    @Test
    void aVectorApiThatDoesNotWorkLeavesTheScalarKernel() throws Exception {
        assumeVectorApiKernel();

        Run run = run(List.of(WITH_VECTOR_API), jar(false));

        assertThat(run.output()).isEqualTo("kernel scalar");
    }

    @Test
    void anInterpreterUsesTheScalarKernel() throws Exception {
        assumeVectorApiKernel();

        Run run = run(List.of(WITH_VECTOR_API, "-Xint"), jar(true));

        assertThat(run.output()).isEqualTo("kernel scalar");
    }

    private static void assumeVectorApiKernel() throws URISyntaxException {
        assumeTrue(
                Runtime.version().feature() >= 22,
                "not tested: the kernel for the Vector API needs Java 22, but this is " + Runtime.version());
        assumeTrue(
                Files.exists(classes().resolve(KERNEL_CLASS)),
                "not tested: the kernel for the Vector API was not compiled, because that was done by a JDK before 22");
    }

    /** What a JVM printed. */
    private record Run(String output, String errors) {}

    private Run run(List<String> options, Path jar, String... arguments) throws Exception {
        Path classes = classes();
        String classPath = Stream.of(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(classes))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx256m", "-cp", jar + File.pathSeparator + classPath, KernelProgram.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        var run = new Run(
                Files.readString(output).strip(), Files.readString(errors).strip());
        assertThat(process.exitValue()).as(run.toString()).isZero();
        return run;
    }

    /** Makes a multi-release jar of the compiled classes, with the kernel as it is or damaged. */
    private Path jar(boolean isKernelWhole) throws IOException, URISyntaxException {
        Path classes = classes();
        Path jar = folder.resolve("classes.jar");
        var manifest =
                new Manifest(new ByteArrayInputStream("Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(UTF_8)));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
                byte[] bytes = Files.readAllBytes(path);
                entries.putNextEntry(new JarEntry(name));
                boolean isDamaged = name.equals(KERNEL_CLASS) && !isKernelWhole;
                entries.write(isDamaged ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
                entries.closeEntry();
            }
        }
        return jar;
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(VectorKernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
