package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.engine.DefinitionGate.Reading;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Statements and changes of definitions wait for each other where they are about the same tables, and there alone. */
class DefinitionGateTest {
    private static final Set<String> A = Set.of("\"PUBLIC\".\"A\"");
    private static final Reading OF_A = new Reading("SELECT * FROM \"PUBLIC\".\"A\"");
    private static final Reading OF_B = new Reading("SELECT * FROM \"PUBLIC\".\"B\"");

    private final DefinitionGate gate = new DefinitionGate();

    private static StoreError errorOf(Throwable failure) {
        return ((StoreException) failure).error();
    }

    @Test
    void aChangeWaitsForTheStatementsThatReadItsTable() {
        gate.enter("reader", OF_A, () -> false);

        assertThatThrownBy(() -> gate.close(A, 1, () -> false))
                .satisfies(failure -> assertThat(errorOf(failure)).isEqualTo(StoreError.LOCK_TIMEOUT))
                .hasMessageContaining("\"PUBLIC\".\"A\"");

        gate.leave("reader");
        assertThatCode(() -> gate.close(A, 1, () -> false)).doesNotThrowAnyException();
    }

    @Test
    void whatMayReadAnythingKeepsAChangeBack() {
        gate.enter("reader", Reading.ANYTHING, () -> false);

        assertThatThrownBy(() -> gate.close(A, 1, () -> false)).isInstanceOf(StoreException.class);
        assertThatCode(() -> gate.close(Set.of(), 1, () -> false)).doesNotThrowAnyException();
    }

    @Test
    void aStatementWaitsForTheChangeOfItsTable() {
        gate.close(A, 1, () -> false);

        assertThatThrownBy(() -> gate.enter("reader", OF_A, () -> true))
                .satisfies(failure -> assertThat(errorOf(failure)).isEqualTo(StoreError.CANCELLED));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> gate.enter("reader", OF_A, () -> false));
        assertThat(waiting).isNotDone();
        gate.open();

        assertThat(waiting).succeedsWithin(java.time.Duration.ofMinutes(1));
    }

    @Test
    void statementsOverOtherTablesGoOn() {
        gate.enter("reader", OF_B, () -> false);

        gate.close(A, 1, () -> false);
        gate.enter("another", OF_B, () -> true);
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        gate.close(A, 1, () -> false);

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> gate.enter("reader", OF_A, () -> false))
                .satisfies(failure -> assertThat(errorOf(failure)).isEqualTo(StoreError.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSnapshotBeforeAChangeIsToldOfIt() {
        gate.changed(A, 7);

        assertThatThrownBy(() -> gate.check(OF_A, 6))
                .satisfies(failure -> assertThat(errorOf(failure)).isEqualTo(StoreError.CONFLICT));
        assertThatCode(() -> gate.check(OF_A, 7)).doesNotThrowAnyException();
        assertThatCode(() -> gate.check(OF_B, 6)).doesNotThrowAnyException();
    }

    @Test
    void ofVeryManyChangesTheOldestAreForgottenAndTakenToBeOfAnyTable() {
        for (int change = 1; change <= 1_000; change++) {
            gate.changed(Set.of("\"PUBLIC\".\"T" + change + "\""), change);
        }
        assertThatCode(() -> gate.check(OF_A, 0)).doesNotThrowAnyException();

        gate.changed(Set.of("\"PUBLIC\".\"T1001\""), 1_001);

        assertThatThrownBy(() -> gate.check(OF_A, 0))
                .satisfies(failure -> assertThat(errorOf(failure)).isEqualTo(StoreError.CONFLICT));
        assertThatCode(() -> gate.check(OF_A, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gate.check(Reading.ANYTHING, 1)).isInstanceOf(StoreException.class);
    }
}
