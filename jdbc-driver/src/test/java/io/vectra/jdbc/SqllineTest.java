package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sqlline.SqlLine;

/** A console drives the driver as a person would. */
class SqllineTest {
    @TempDir
    Path folder;

    private String run(String script) throws IOException {
        var output = new ByteArrayOutputStream();
        var console = new SqlLine();
        try (var stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            console.setOutputStream(stream);
            console.setErrorStream(stream);
            String[] arguments = {
                "-u", "jdbc:vectra:" + folder.resolve("shop"), "-n", "", "-p", "", "--color=false", "--silent=false"
            };
            console.begin(arguments, new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), false);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSessionOfStatementsAndCommands() throws IOException {
        String output = run("""
                CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), vec VECTOR(2));
                INSERT INTO docs VALUES (1, 'north', '[0, 1]'), (2, 'east', '[1, 0]');
                SELECT title, vec FROM docs ORDER BY cosine(vec, '[1, 0.1]') LIMIT 1;
                !tables
                !columns docs
                !primarykeys docs
                !dbinfo
                !autocommit off
                DELETE FROM docs;
                !rollback
                SELECT COUNT(*) AS remaining FROM docs;
                SELECT nope FROM docs;
                !quit
                """);

        assertThat(output)
                .contains("east")
                .contains("[1, 0]")
                .contains("DOCS")
                .contains("VECTOR(2)")
                .contains("Vectra")
                .containsPattern("REMAINING")
                .contains("NOPE")
                .doesNotContain("Exception in")
                .doesNotContain("NullPointer")
                .doesNotContain("org.h2");
    }
}
