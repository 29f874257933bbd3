package io.vectra.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How an answer is laid out. */
class AnswerTest {
    private static final Answer ANSWER = new Answer(
            List.of(
                    new Answer.Found(
                            0.4512, "dog, domestic dog, Canis familiaris", "a member of the genus Canis, ".repeat(5)),
                    new Answer.Found(1.2, "sea", "a division of an ocean")),
            2_345_000,
            1_234_000);

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns = 50; columns <= 200; columns++) {
            int width = columns;
            assertThat(ANSWER.table(columns))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        }
    }

    @Test
    void longTextsAreCutAndShortOnesStay() {
        assertThat(ANSWER.table(80))
                .contains(
                        "    0.4512  dog, domestic dog, Canis fami...  a member of the genus Canis, a...",
                        "    1.2000  sea                               a division of an ocean");
    }

    @Test
    void emptyAnswerHasATableToo() {
        Answer empty = new Answer(List.of(), 0, 0);

        assertThat(empty.table(80)).hasSize(2);
        assertThat(empty.figures()).startsWith("0 rows in ");
    }
}
