package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.sql.SqlFailure;
import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SqlErrorsTest {
    /** As the mirror throws them: a subclass of its own. */
    private static final class MirrorException extends SQLException {
        private static final long serialVersionUID = 1L;

        MirrorException(String message, String state, int code, Throwable cause) {
            super(message, state, code, cause);
        }
    }

    @Test
    void aFailureOfTheTextSaysWhere() {
        SQLException made = SqlErrors.of(new SqlFailure("42S02", "Table \"DOC\" not found", 3, 15, null));

        assertThat((Throwable) made)
                .isInstanceOf(SQLSyntaxErrorException.class)
                .hasMessage("Table \"DOC\" not found (line 3, column 15)");
        assertThat(made.getSQLState()).isEqualTo("42S02");
    }

    @ParameterizedTest
    @EnumSource(StoreError.class)
    void aFailureOfTheStoreKeepsItsState(StoreError error) {
        SQLException made = SqlErrors.of(new StoreException(error, "what happened"));

        assertThat((Throwable) made).hasMessage("what happened");
        assertThat(made.getSQLState()).isEqualTo(error.sqlState());
    }

    @Test
    void damageNamesFileAndOffset() {
        SQLException made = SqlErrors.of(new CorruptStoreException("log/000001.log", 4096, "bad checksum"));

        assertThat(made.getSQLState()).isEqualTo("XX001");
        assertThat((Throwable) made).hasMessageContaining("log/000001.log").hasMessageContaining("4096");
    }

    @Test
    void aFailureInsideAFunctionOfTheMirrorIsFound() {
        var store = new StoreException(StoreError.VECTOR_MISMATCH, "3 dimensions expected, 2 found");
        var mirror = new MirrorException(
                "Exception calling user-defined function: \"x\"; SQL statement:\nSELECT 1 [90105-252]",
                "90105",
                90105,
                new InvocationTargetException(store));

        SQLException made = SqlErrors.of(mirror);

        assertThat((Throwable) made).hasMessage("3 dimensions expected, 2 found");
        assertThat(made.getSQLState()).isEqualTo("42804");
    }

    @Test
    void aDiskThatFailsTheMirrorIsNoInternalError() {
        var mirror = new MirrorException(
                "General error: \"org.h2.mvstore.MVStoreException: Writing to async:/x/relational.mv.db failed\"",
                "HY000",
                50000,
                new IllegalStateException("Writing failed", new IOException("No space left on device")));

        SQLException made = SqlErrors.of(mirror);

        assertThat((Throwable) made)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("Every acknowledged commit is kept")
                .hasMessageContaining("open it again");
        assertThat(made.getSQLState()).isEqualTo("58030");
    }

    @Test
    void aMirrorThatHasEndedItselfSaysWhatToDo() {
        var mirror = new MirrorException("The database has been closed [90098-252]", "90098", 90098, null);

        assertThat((Throwable) SqlErrors.of(mirror))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("failed to write to its disk")
                .hasMessageContaining("open it again");
    }

    @Test
    void theMirrorsMessageLosesGeneratedSqlAndInnerNames() {
        var mirror = new MirrorException(
                "Function \"VECTRA_INTERNAL\".\"COSINE\" of org.h2.util.Thing$1 failed on VECTRA_INTERNAL.X in PUBLIC.T(VECTRA_ROW); "
                        + "SQL statement:\nSELECT secret FROM x [22003-252]",
                "22003",
                22003,
                null);

        assertThat((Throwable) SqlErrors.of(mirror))
                .isInstanceOf(SQLDataException.class)
                .hasMessage("Function \"COSINE\" of an internal class failed on X in PUBLIC.T(row id)")
                .hasNoCause();
    }

    @Test
    void theMirrorsSuffixIsCutWithoutAStatementToo() {
        assertThat((Throwable)
                        SqlErrors.of(new MirrorException("No data is available [2000-252]", "02000", 2000, null)))
                .hasMessage("No data is available");
    }

    @Test
    void aConstraintViolationKeepsStateAndCode() {
        SQLException made = SqlErrors.of(
                new MirrorException("Unique index or primary key violation; SQL statement:\nx", "23505", 23505, null));

        assertThat((Throwable) made).isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertThat(made.getSQLState()).isEqualTo("23505");
        assertThat(made.getErrorCode()).isEqualTo(23505);
    }

    @Test
    void whatTheMirrorDoesNotSupportIs0A000() {
        SQLException made = SqlErrors.of(new MirrorException("Feature not supported: \"x\"", "HYC00", 50100, null));

        assertThat((Throwable) made).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat(made.getSQLState()).isEqualTo("0A000");
    }

    @Test
    void whatTheMirrorCannotReadIsNotSupportedAndNotShown() {
        String shown =
                "Syntax error in SQL statement \"SELECT 1 AS \"\"X\"\" UNION ALL ([*]WITH\"; expected \"SELECT\"";
        var mirror = new MirrorException(shown + "; SQL statement:\nSELECT 1 [42001-252]", "42001", 42001, null);

        SQLException made = SqlErrors.of(mirror);
        SQLException wrapped = SqlErrors.of(new StoreException(StoreError.IO, "The task failed: " + shown, mirror));

        assertThat(made.getSQLState()).isEqualTo("0A000");
        assertThat((Throwable) made)
                .hasMessageContaining("not supported in this form")
                .hasMessageNotContaining("UNION ALL")
                .hasNoCause();
        assertThat((Throwable) wrapped)
                .hasMessageStartingWith("The task failed: ")
                .hasMessageNotContaining("UNION ALL");
    }

    @Test
    void mistakesOfUsersShowNoGeneratedSqlInTheirCauses() {
        var mirror = new MirrorException("Not comparable; SQL statement:\nSELECT 1 [90110-252]", "90110", 90110, null);

        assertThat((Throwable) SqlErrors.of(mirror))
                .hasMessage("Not comparable")
                .hasNoCause();
    }

    @Test
    void suppressedFailuresOfTheMirrorAreTranslatedToo() {
        var failure = new StoreException(StoreError.IO, "disk");
        failure.addSuppressed(
                new MirrorException("Closed; SQL statement:\nSELECT 1 [90007-252]", "90007", 90007, null));

        assertThat(SqlErrors.of(failure).getSuppressed()[0]).hasMessage("Closed");
    }

    @Test
    void aBugBelowIsAnInternalErrorWithItsCause() {
        var bug = new IllegalStateException("org.apache.calcite.rel.RelNode is wrong");

        SQLException made = SqlErrors.of(bug);

        assertThat(made.getSQLState()).isEqualTo("XX000");
        assertThat((Throwable) made)
                .hasMessageContaining("please report")
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("calcite")
                .hasCause(bug);
    }

    @Test
    void aGeneralErrorOfTheMirrorIsInternal() {
        var mirror = new MirrorException("General error: \"java.lang.NullPointerException\"", "HY000", 50000, null);

        assertThat(SqlErrors.of(mirror).getSQLState()).isEqualTo("XX000");
    }

    @Test
    void anExceptionThatIsFitForUsersStaysItself() {
        SQLException ours = SqlErrors.notSupported("A thing");

        assertThat((Throwable) SqlErrors.of(ours)).isSameAs(ours);
    }

    @Test
    void suppressedFailuresAreKept() {
        var failure = new StoreException(StoreError.IO, "disk");
        var second = new IllegalStateException("closing failed");
        failure.addSuppressed(second);

        assertThat(SqlErrors.of(failure).getSuppressed()).containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource({
        "08003,SQLNonTransientConnectionException",
        "0A000,SQLFeatureNotSupportedException",
        "22000,SQLDataException",
        "23502,SQLIntegrityConstraintViolationException",
        "28000,SQLInvalidAuthorizationSpecException",
        "40001,SQLTransactionRollbackException",
        "42000,SQLSyntaxErrorException",
        "57014,SQLTimeoutException",
        "58030,SQLNonTransientException",
        "90020,SQLNonTransientConnectionException",
        "90007,SQLException",
        "HY000,SQLException",
        "HYT00,SQLTimeoutException"
    })
    void theStateDecidesTheSubclass(String state, String simpleName) {
        assertThat(SqlErrors.of(state, "message").getClass().getSimpleName()).isEqualTo(simpleName);
    }

    @Test
    void aBatchNamesTheRowAndTellsThatNothingWasKept() {
        var cause = new MirrorException("NULL not allowed for column \"A\"; SQL statement:\nx", "23502", 23502, null);

        BatchUpdateException made = SqlErrors.batch("Row", 2, SqlErrors.allFailed(3), cause);

        assertThat((Throwable) made)
                .hasMessageContaining("Row 2 of 3")
                .hasMessageContaining("NULL not allowed for column \"A\"");
        assertThat(made.getSQLState()).isEqualTo("23502");
        assertThat(made.getUpdateCounts())
                .containsExactly(Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED);
        assertThat((Throwable) made.getNextException()).isInstanceOf(SQLIntegrityConstraintViolationException.class);
    }

    @Test
    void timeoutsAndLostConnectionsHaveTheirClasses() {
        assertThat((Throwable) SqlErrors.of(new StoreException(StoreError.LOCK_TIMEOUT, "x")))
                .isInstanceOf(SQLTimeoutException.class);
        assertThat((Throwable) SqlErrors.of(new StoreException(StoreError.DATABASE_IN_USE, "x")))
                .isInstanceOf(SQLNonTransientConnectionException.class);
    }
}
