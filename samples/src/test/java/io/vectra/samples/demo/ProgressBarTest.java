package io.vectra.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the progress bar shows at given moments. */
class ProgressBarTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void terminalShowsShareRateAndTimeLeftInOneLine() {
        ProgressBar bar = bar(80, 100);
        nanos += 2_000_000_000L;

        bar.show(50);

        assertThat(text())
                .startsWith("\r  [############------------] 50 of 100 entries, 50 %, 25/s, 2 s left")
                .hasSize(80);
    }

    @Test
    void narrowTerminalCutsTheLine() {
        ProgressBar bar = bar(40, 100);
        nanos += 2_000_000_000L;

        bar.show(50);

        assertThat(text()).hasSize(40);
    }

    @Test
    void lineIsNotDrawnMoreOftenThanTheEyeSees() {
        ProgressBar bar = bar(80, 1000);
        for (int done = 1; done <= 999; done++) {
            nanos += 1_000_000;
            bar.show(done);
        }

        assertThat(text().chars().filter(c -> c == '\r').count()).isBetween(9L, 11L);
    }

    @Test
    void withoutTerminalEachTenthIsALine() {
        ProgressBar bar = bar(0, 95);
        for (int done = 1; done <= 95; done++) {
            nanos += 10_000_000;
            bar.show(done);
        }
        bar.end();

        assertThat(text().lines()).hasSize(10).last().isEqualTo("  95 of 95 entries, 100 %, 100/s, 0 s left");
        assertThat(text()).doesNotContain("\r");
    }

    private ProgressBar bar(int columns, int total) {
        PrintStream err = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new ProgressBar(new Terminal(err, err, 80, columns), "entries", total, () -> nanos);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
