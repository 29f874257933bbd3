package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LastChangesTest {
    private final LastChanges changes = new LastChanges();

    @Test
    void aCommitOfAnotherTableChangesNothing() {
        changes.changed(1, 10);
        changes.changed(2, 20);

        assertThat(changes.of(List.of(1), 10)).isEqualTo(10);
        assertThat(changes.of(List.of(1), 30)).isEqualTo(10);
        assertThat(changes.of(List.of(1, 2), 30)).isEqualTo(20);
        assertThat(changes.of(List.of(3), 30)).isZero();
    }

    @Test
    void aSnapshotBeforeTheLastChangeIsKnownByItself() {
        changes.changed(1, 10);
        changes.changed(1, 20);

        assertThat(changes.of(List.of(1), 15)).isEqualTo(15);
    }

    @Test
    void aChangeOfTheSchemaIsOneOfEveryTable() {
        changes.changed(1, 10);
        changes.changedAll(12);

        assertThat(changes.of(List.of(1), 30)).isEqualTo(12);
        assertThat(changes.of(List.of(2), 30)).isEqualTo(12);
    }
}
