package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar works where nothing else is: in a class loader whose parent knows the JDK alone. */
class AllJarIT {
    private static final Path JAR = Path.of(System.getProperty("vectra.allJar", "missing"));

    @TempDir
    Path folder;

    private ClassLoader before;
    private URLClassLoader loader;

    @BeforeEach
    void openLoader() throws IOException {
        before = Thread.currentThread().getContextClassLoader();
        URL tests =
                RegisteredDrivers.class.getProtectionDomain().getCodeSource().getLocation();
        loader = new URLClassLoader(new URL[] {JAR.toUri().toURL(), tests}, ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void closeLoader() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    private Driver driver() {
        List<Driver> drivers = ServiceLoader.load(Driver.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(driver -> driver.getClass().getClassLoader() == loader)
                .toList();
        assertThat(drivers)
                .extracting(driver -> driver.getClass().getName())
                .containsExactly(VectraDriver.class.getName());
        return drivers.get(0);
    }

    private void useDatabase() throws Exception {
        try (Connection connection = driver().connect("jdbc:vectra:" + folder.resolve("shop"), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), vec VECTOR(3))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?)")) {
                for (int i = 0; i < 20; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "title " + i);
                    insert.setObject(3, new float[] {i, 1, 0});
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            statement.execute("CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (metric = 'euclidean')");
            statement.execute("CREATE INDEX docs_other ON docs USING HNSW (vec) WITH (builder = 'hnswlib')");
            statement.execute("CREATE INDEX docs_title ON docs USING FULLTEXT (title) WITH (analyzer = 'english')");
            statement.execute("REINDEX docs_vec");
            statement.execute("REINDEX docs_other");
            statement.execute("VACUUM docs");
            try (ResultSet rows = statement.executeQuery(
                    "SELECT id FROM docs WHERE matches(title, 'titles') ORDER BY bm25(title, '7') DESC LIMIT 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt("id")).isEqualTo(7);
            }
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, title, vec <-> ? AS d FROM docs WHERE title LIKE 'title 1%' ORDER BY vec <-> ? LIMIT 2")) {
                query.setObject(1, new float[] {7, 1, 0});
                query.setObject(2, new float[] {7, 1, 0});
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("id")).isEqualTo(10);
                    assertThat(rows.getDouble("d")).isEqualTo(3);
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("id")).isEqualTo(11);
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @Test
    void aDatabaseIsCreatedFilledAndSearched() throws Exception {
        useDatabase();

        try (Connection again =
                        driver().connect("jdbc:vectra:" + folder.resolve("shop") + ";create=false", new Properties());
                ResultSet rows = again.createStatement().executeQuery("SELECT COUNT(*) FROM docs")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(20);
        }
    }

    @Test
    void noInnerDriverIsRegistered() throws Exception {
        useDatabase();

        @SuppressWarnings("unchecked")
        var registered = (Supplier<List<String>>) loader.loadClass(RegisteredDrivers.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        assertThat(registered.get()).contains(VectraDriver.class.getName()).noneMatch(AllJarIT::isInner);
    }

    private static boolean isInner(String className) {
        return className.contains("h2") || className.contains("calcite") || className.contains("avatica");
    }

    @Test
    void theJarHasOurServiceTheLicencesAndNoStrayPackages() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(new String(jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))
                                    .readAllBytes())
                            .trim())
                    .isEqualTo(VectraDriver.class.getName());
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
            assertThat(jar.getEntry("META-INF/THIRD-PARTY.txt")).isNotNull();
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            assertThat(jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class"))
                            .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                            .filter(name -> !name.startsWith("io/vectra/") && !name.startsWith("org/h2/")))
                    .isEmpty();
        }
        assertThat(Files.size(JAR)).isLessThan(39_000_000);
    }
}
