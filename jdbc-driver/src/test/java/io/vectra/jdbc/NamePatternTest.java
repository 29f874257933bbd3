package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "DOCS,DOCS,true",
        "DOCS,DOC,false",
        "DOC,DOCS,false",
        "docs,DOCS,false",
        "DO_S,DOCS,true",
        "D%,DOCS,true",
        "%S,DOCS,true",
        "%C%,DOCS,true",
        "%,DOCS,true",
        "%X%,DOCS,false",
        "A\\_B,A_B,true",
        "A\\_B,AXB,false",
        "A\\%,A%,true",
        "A\\%,AB,false",
        "A\\\\B,A\\B,true",
        "%%_%,A,true"
    })
    void aPatternFitsAsLikeDoes(String pattern, String name, boolean fits) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(fits);
    }

    @Test
    void noPatternFitsEveryName() {
        assertThat(new NamePattern(null).matches("ANY")).isTrue();
        assertThat(new NamePattern("").matches("ANY")).isFalse();
    }

    @Test
    void anExactNameIsNoPattern() {
        NameFilter filter = NameFilter.exact(null, "PUBLIC", "A_B");

        assertThat(filter.has("PUBLIC", "A_B")).isTrue();
        assertThat(filter.has("PUBLIC", "AXB")).isFalse();
    }
}
