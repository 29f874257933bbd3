package io.vectra.storage.relational;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptStatementsTest {
    private static final String UPDATE = "UPDATE t SET x = ? WHERE x = 0";

    private Connection connection;
    private KeptStatements kept;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:");
        connection.createStatement().execute("CREATE TABLE t (x INT)");
        kept = new KeptStatements(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement run(String sql) throws SQLException {
        KeptStatements.Kept taken = kept.take(sql);
        kept.giveBack(taken);
        return taken.statement();
    }

    @Test
    void aStatementIsParsedAnewEachTimeThatItsRunsHaveDoubled() throws SQLException {
        PreparedStatement before = run(UPDATE);
        for (int run = 2; run <= 1_024; run++) {
            PreparedStatement statement = run(UPDATE);
            boolean isAnew = statement != before;
            assertThat(isAnew).as("run %d", run).isEqualTo(Integer.bitCount(run) == 1);
            assertThat(before.isClosed()).isEqualTo(isAnew);
            before = statement;
        }
        for (int run = 1_025; run < 2_048; run++) {
            assertThat(run(UPDATE)).as("run %d", run).isSameAs(before);
        }
        assertThat(run(UPDATE)).isNotSameAs(before);
    }

    @Test
    void whatIsTakenIsNotGivenToAnother() throws SQLException {
        run(UPDATE);
        run(UPDATE);
        KeptStatements.Kept first = kept.take(UPDATE);
        KeptStatements.Kept second = kept.take(UPDATE);

        assertThat(first.statement()).isNotSameAs(second.statement());

        kept.giveBack(first);
        kept.giveBack(second);
        assertThat(first.statement().isClosed()).isTrue();
        assertThat(second.statement().isClosed()).isFalse();
    }

    @Test
    void theOneThatWasUsedLongestAgoIsClosed() throws SQLException {
        PreparedStatement oldest = run(UPDATE);
        for (int i = 1; i < 32; i++) {
            run("DELETE FROM t WHERE x = " + i);
        }
        assertThat(oldest.isClosed()).isFalse();

        run("DELETE FROM t");

        assertThat(oldest.isClosed()).isTrue();
    }

    @Test
    void longTextsAndClosedStatementsAreNotKept() throws SQLException {
        String list = "DELETE FROM t WHERE x IN (0" + ", 1".repeat(4_000) + ")";
        assertThat(run(list).isClosed()).isTrue();

        KeptStatements.Kept taken = kept.take(UPDATE);
        taken.statement().close();
        kept.giveBack(taken);
        assertThat(run(UPDATE).isClosed()).isFalse();
    }
}
