package io.vectra.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the demo reads from its command line. */
class DemoOptionsTest {
    @Test
    void nothingMeansDefaults() {
        assertThat(DemoOptions.parse(List.of()))
                .isEqualTo(new DemoOptions(null, null, 10, Path.of("demo-data"), false));
    }

    @Test
    void optionsStandAnywhere() {
        assertThat(DemoOptions.parse(List.of("--limit", "5", "what", "--where", "id < 3", "--data", "a b")))
                .isEqualTo(new DemoOptions("what", "id < 3", 5, Path.of("a b"), false));
    }

    @Test
    void nonsenseIsRefusedWithAReason() {
        assertRefused("One question at a time, in quotes: \"an animal\"?", "an", "animal");
        assertRefused("Option --where needs a value.", "what", "--where");
        assertRefused("Option --limit is 0; it must be from 1 to 1000.", "--limit", "0");
        assertRefused("Option --limit: \"ten\" is not a whole number.", "--limit", "ten");
        assertRefused("Unknown option --wher.", "--wher", "x");
    }

    private static void assertRefused(String reason, String... arguments) {
        assertThatExceptionOfType(DemoOptions.UsageException.class)
                .isThrownBy(() -> DemoOptions.parse(List.of(arguments)))
                .withMessage(reason);
    }
}
