package io.vectra.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The JVM compiles no method of more than 8000 bytes; an interpreted lexer takes a microsecond for each character. */
class LexerSizeTest {
    private static final int COMPILED_MAX = 8_000;

    @Test
    void theLexersMethodsAreShortEnoughToBeCompiled() {
        var listing = new StringWriter();
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        int status = javap.run(
                new PrintWriter(listing),
                new PrintWriter(System.err, true),
                "-c",
                "-p",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vectra.sql.parser.generated.VectraParserTokenManager");
        assertThat(status).isZero();

        Pattern offset = Pattern.compile(" +(\\d+): [a-z].*");
        Map<String, Integer> lengths = new TreeMap<>();
        String method = "";
        for (String line : listing.toString().lines().toList()) {
            Matcher instruction = offset.matcher(line);
            if (line.startsWith("  private") || line.startsWith("  public")) {
                method = line;
            } else if (instruction.matches() && method.contains(" jjMoveNfa_")) {
                lengths.merge(method, Integer.parseInt(instruction.group(1)), Math::max);
            }
        }
        assertThat(lengths).hasSizeGreaterThan(3);
        assertThat(lengths.values()).allMatch(length -> length < COMPILED_MAX - 10, lengths.toString());
    }
}
