package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Database;
import io.vectra.storage.Session;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement is cancelled while none of the mirror's statements runs for it. */
class CancelledPartsTest {
    private final Database database = Database.openInMemory();
    private Session session;

    @BeforeEach
    void fill() throws SQLException {
        session = database.newSession();
        ModelDatabase.createTable(session);
        ModelDatabase.insert(session, 1, 1);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        database.close();
    }

    @Test
    void aReadThatWasCancelledBeforeItsQueryBeganEnds() throws SQLException {
        assertCancelled(() -> session.read(view -> {
            session.cancel();
            return ModelDatabase.readRows(view);
        }));
        assertGoesOn();
    }

    @Test
    void aChangeThatWasCancelledBeforeItBeganChangesNothing() throws SQLException {
        assertCancelled(() -> session.write(view -> {
            session.cancel();
            return view.prepareChange("DELETE FROM PUBLIC.T", new String[0])
                    .jdbc()
                    .executeUpdate();
        }));
        assertGoesOn();
    }

    @Test
    void aCancelBetweenTwoPartsEndsTheSecond() throws SQLException {
        assertCancelled(() -> session.asOne(() -> {
            session.read(ModelDatabase::readRows);
            session.cancel();
            ModelDatabase.update(session, 1, 2);
            return true;
        }));
        assertGoesOn();
    }

    @Test
    void aCancelAfterTheLastPartIsForgotten() throws SQLException {
        session.asOne(() -> {
            ModelDatabase.update(session, 1, 1);
            session.cancel();
            return true;
        });
        assertGoesOn();
    }

    private static void assertCancelled(ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CANCELLED));
    }

    private void assertGoesOn() throws SQLException {
        assertThat(session.read(ModelDatabase::readRows)).isEqualTo(new TreeMap<>(Map.of(1, 1)));
        ModelDatabase.insert(session, 2, 2);
        assertThat(session.read(ModelDatabase::readRows)).isEqualTo(new TreeMap<>(Map.of(1, 1, 2, 2)));
    }
}
