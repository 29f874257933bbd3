package io.vectra.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param file the document
 * @param line where the block begins, from 1
 * @param language the first word after the fence, such as {@code sql}; empty without one
 * @param mark the other words after the fence, such as {@code later}; empty without one
 * @param content the lines between the fences, each with its line end
 */
record Example(Path file, int line, String language, String mark, String content) {
    /** Returns the blocks of a document, in order. */
    static List<Example> in(Path file) throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("```")) {
                int first = i + 1;
                String[] words = (lines.get(i).strip().substring(3) + " ").split(" ", 2);
                StringBuilder content = new StringBuilder();
                for (i = first; !lines.get(i).strip().equals("```"); i++) {
                    content.append(lines.get(i)).append('\n');
                }
                examples.add(new Example(file, first, words[0], words[1].strip(), content.toString()));
            }
        }
        return examples;
    }

    /** Returns the statements of an SQL block: each ends with a semicolon at the end of a line. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : content.lines().toList()) {
            String code = line.replaceAll("--.*", "").stripTrailing();
            statement.append(line).append('\n');
            if (code.endsWith(";")) {
                statements.add(withoutSemicolon(statement));
                statement.setLength(0);
            }
        }
        if (!statement.toString().replaceAll("--.*", "").isBlank()) {
            statements.add(statement.toString().strip());
        }
        return statements;
    }

    /** Returns where a reader finds this block. */
    String place() {
        return file.getFileName() + ":" + line;
    }

    private static String withoutSemicolon(StringBuilder statement) {
        return statement.substring(0, statement.lastIndexOf(";")).strip();
    }
}
