package io.vectra.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The cache of plans is bounded by their number and by the length of their texts. */
class PlanCacheTest {
    @Test
    void theOldestOfTooManyTextsGo() {
        var cache = new PlanCache();
        for (int i = 0; i < 600; i++) {
            cache.keepUnplannable("text " + i);
            assertThat(cache.find("text 0", 1)).isNotNull();
        }

        assertThat(cache.size()).isEqualTo(512);
        assertThat(cache.find("text 1", 1)).isNull();
        assertThat(cache.find("text 599", 1)).isEmpty();
    }

    @Test
    void longTextsTakeThePlaceOfMany() {
        var cache = new PlanCache();
        String blanks = " ".repeat(60_000);
        for (int i = 0; i < 600; i++) {
            cache.keepUnplannable(i + blanks);
        }

        assertThat(cache.size()).isBetween(30, 40);
        cache.keepUnplannable(599 + blanks);
        assertThat(cache.size()).isBetween(30, 40);
        cache.keepUnplannable(blanks + blanks);
        assertThat(cache.find(blanks + blanks, 1)).isNull();
    }
}
