package io.vectra.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.sql.plan.PlanCache.Key;
import org.junit.jupiter.api.Test;

/** The cache of plans is bounded by their number and by the length of their texts. */
class PlanCacheTest {
    @Test
    void theOldestOfTooManyTextsGo() {
        var cache = new PlanCache();
        for (int i = 0; i < 600; i++) {
            cache.keepUnplannable(new Key("text " + i, "PUBLIC"));
            assertThat(cache.find(new Key("text 0", "PUBLIC"), 1)).isNotNull();
        }

        assertThat(cache.size()).isEqualTo(512);
        assertThat(cache.find(new Key("text 1", "PUBLIC"), 1)).isNull();
        assertThat(cache.find(new Key("text 599", "PUBLIC"), 1)).isEmpty();
    }

    @Test
    void longTextsTakeThePlaceOfMany() {
        var cache = new PlanCache();
        String blanks = " ".repeat(60_000);
        for (int i = 0; i < 600; i++) {
            cache.keepUnplannable(new Key(i + blanks, "PUBLIC"));
        }

        assertThat(cache.size()).isBetween(30, 40);
        cache.keepUnplannable(new Key(599 + blanks, "PUBLIC"));
        assertThat(cache.size()).isBetween(30, 40);
        cache.keepUnplannable(new Key(blanks + blanks, "PUBLIC"));
        assertThat(cache.find(new Key(blanks + blanks, "PUBLIC"), 1)).isNull();
    }
}
