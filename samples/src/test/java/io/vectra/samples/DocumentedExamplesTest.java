package io.vectra.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every SQL and Java example of the documents, so that they stay true. CONTRIBUTING.md says how blocks are marked.
 */
class DocumentedExamplesTest {
    private static final Pattern BACKUP_FOLDER = Pattern.compile("(?i)(BACKUP\\s+TO\\s+)'([^']*)'");
    private static final Pattern VECTOR_TYPE = Pattern.compile("(?i)VECTOR\\((\\d+).*");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> sqlExamplesRun() throws IOException {
        return documents().map(document -> DynamicTest.dynamicTest(name(document), () -> runSql(Example.in(document))));
    }

    @TestFactory
    Stream<DynamicTest> javaExamplesPrintWhatFollowsThem() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents().toList()) {
            List<Example> examples = Example.in(document);
            for (int i = 0; i < examples.size(); i++) {
                Example example = examples.get(i);
                boolean hasOutput = i + 1 < examples.size()
                        && examples.get(i + 1).language().equals("text");
                String output = hasOutput ? examples.get(i + 1).content() : null;
                if (example.language().equals("java") && example.mark().isEmpty()) {
                    tests.add(DynamicTest.dynamicTest(example.place(), () -> {
                        String printed = runJava(example);
                        if (output != null) {
                            assertThat(printed).isEqualTo(output);
                        }
                    }));
                }
            }
        }
        return tests.stream();
    }

    private static Stream<Path> documents() throws IOException {
        return Repository.files().stream()
                .filter(file -> file.toString().endsWith(".md"))
                .filter(file -> !file.endsWith("CHANGELOG.md"));
    }

    private static String name(Path document) {
        return Repository.root().relativize(document).toString();
    }

    /** Runs a document's SQL blocks in order, over one database. */
    private void runSql(List<Example> examples) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:mem:documented")) {
            for (Example example : examples) {
                if (example.language().equals("sql")) {
                    for (String statement : example.statements()) {
                        run(connection, example, statement);
                    }
                }
            }
        }
    }

    private void run(Connection connection, Example example, String statement) {
        Throwable failure = catchThrowable(() -> execute(connection, inFolder(statement)));
        String where = example.place() + ": " + statement;
        if (example.mark().isEmpty()) {
            assertThat(failure).as(where).isNull();
            return;
        }
        assertThat(failure).as("must fail: " + where).isInstanceOf(SQLException.class);
        String state = ((SQLException) failure).getSQLState();
        if (example.mark().equals("later")) {
            assertThat(state).as(where + " → " + failure.getMessage()).matches("0A000|42.*");
        } else {
            assertThat("error " + state)
                    .as(where + " → " + failure.getMessage())
                    .isEqualTo(example.mark());
        }
    }

    /** Runs a statement, giving each parameter some value of its type. */
    private static void execute(Connection connection, String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            ParameterMetaData parameters = prepared.getParameterMetaData();
            for (int i = 1; i <= parameters.getParameterCount(); i++) {
                prepared.setObject(i, anyValue(parameters.getParameterTypeName(i)));
            }
            prepared.execute();
        }
    }

    private static Object anyValue(String type) {
        Matcher vector = VECTOR_TYPE.matcher(type);
        if (vector.matches()) {
            float[] value = new float[Integer.parseInt(vector.group(1))];
            value[0] = 1;
            return value;
        }
        return type.toUpperCase(Locale.ROOT).contains("CHAR") ? "1" : (Object) 1;
    }

    private String inFolder(String statement) {
        return BACKUP_FOLDER
                .matcher(statement)
                .replaceAll("$1'" + Matcher.quoteReplacement(folder.toString()) + "/$2'");
    }

    /** Compiles a block as the body of a main method, runs it in this folder, and returns what it printed. */
    private String runJava(Example example) throws Exception {
        String body = example.content()
                .replace("jdbc:vectra:./", "jdbc:vectra:" + folder.toString().replace('\\', '/') + "/");
        Path source = folder.resolve("Documented.java");
        Files.writeString(
                source,
                "import java.sql.*; import java.util.*; public class Documented {"
                        + " public static void main(String[] args) throws Exception {\n" + body + "}}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = compiler.run(null, null, errors, "-proc:none", "-d", folder.toString(), source.toString());
        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Documented").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(standard);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
