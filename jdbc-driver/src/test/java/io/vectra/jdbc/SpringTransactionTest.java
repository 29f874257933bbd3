package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's transactions hold, and its exceptions tell failures apart. */
class SpringTransactionTest extends DatabaseTest {
    private static final String ENDLESS =
            "SELECT sum(a.x * b.x) FROM system_range(1, 100000) AS a (x), system_range(1, 100000) AS b (x)";

    private DriverManagerDataSource source;
    private JdbcTemplate jdbc;
    private PlatformTransactionManager manager;

    @BeforeEach
    void openManager() throws SQLException {
        execute(
                "CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(10) NOT NULL)",
                "CREATE TABLE docs (id INT PRIMARY KEY, author INT REFERENCES authors, vec VECTOR(2), CHECK (id < 100))",
                "INSERT INTO authors VALUES (1, 'Ann')",
                "INSERT INTO docs VALUES (1, 1, '[1, 0]')");
        source = new DriverManagerDataSource(url);
        jdbc = new JdbcTemplate(source);
        manager = new JdbcTransactionManager(source);
    }

    private TransactionTemplate transaction(int propagation) {
        var template = new TransactionTemplate(manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    private TransactionTemplate isolated(int isolation) {
        var template = new TransactionTemplate(manager);
        template.setIsolationLevel(isolation);
        return template;
    }

    private void add(int id) {
        jdbc.update("INSERT INTO docs VALUES (?, 1, ?)", id, new float[] {id, 1});
    }

    private int count() {
        return jdbc.queryForObject("SELECT count(*) FROM docs", Integer.class);
    }

    /** {@code product=H2} makes Spring look up H2's error codes. */
    @ParameterizedTest
    @ValueSource(strings = {"", ";product=H2"})
    void failuresAreToldApart(String option) {
        var asked = new JdbcTemplate(new DriverManagerDataSource(url + option));
        if (!option.isEmpty()) {
            asked.setExceptionTranslator(new SQLErrorCodeSQLExceptionTranslator(asked.getDataSource()));
        }

        assertFails(asked, "INSERT INTO docs VALUES (1, 1, '[1, 0]')", DuplicateKeyException.class);
        assertFails(asked, "INSERT INTO docs VALUES (2, 7, '[1, 0]')", DataIntegrityViolationException.class);
        assertFails(asked, "DELETE FROM authors", DataIntegrityViolationException.class);
        assertFails(asked, "INSERT INTO authors VALUES (2, NULL)", DataIntegrityViolationException.class);
        assertFails(asked, "INSERT INTO docs VALUES (100, 1, NULL)", DataIntegrityViolationException.class);
        assertFails(asked, "SELECT id FROM docs ORDER BY vec <=> '[1]'", DataIntegrityViolationException.class);
        assertFails(asked, "INSERT INTO docs VALUES (2, 1, '[1]')", DataIntegrityViolationException.class);
        assertFails(
                asked,
                "INSERT INTO authors VALUES (2, 'a name that is too long')",
                DataIntegrityViolationException.class);
        assertFails(asked, "INSERT INTO docs (id) VALUES ('x')", DataIntegrityViolationException.class);
        assertFails(asked, "SELEKT 1", BadSqlGrammarException.class);
        assertFails(asked, "SELECT * FROM nothing", BadSqlGrammarException.class);
        assertFails(asked, "SELECT nothing FROM docs", BadSqlGrammarException.class);
        assertFails(asked, "CREATE TABLE docs (id INT)", BadSqlGrammarException.class);
        assertFails(asked, "SELECT cosine(vec, id) FROM docs", BadSqlGrammarException.class);
    }

    private static void assertFails(JdbcTemplate asked, String sql, Class<? extends DataAccessException> expected) {
        assertThat(catchThrowable(() -> asked.execute(sql))).as(sql).isExactlyInstanceOf(expected);
    }

    @Test
    void slowQueriesTimeOut() {
        jdbc.setQueryTimeout(1);

        assertThatThrownBy(() -> jdbc.queryForObject(ENDLESS, Long.class)).isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void aTransactionsTimeHoldsForItsQueries() {
        TransactionTemplate template = transaction(TransactionDefinition.PROPAGATION_REQUIRED);
        template.setTimeout(1);

        assertThatThrownBy(() -> template.execute(status -> jdbc.queryForObject(ENDLESS, Long.class)))
                .isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void aConflictIsAConcurrencyFailure() {
        assertThatThrownBy(() -> isolated(TransactionDefinition.ISOLATION_REPEATABLE_READ)
                        .executeWithoutResult(status -> {
                            assertThat(count()).isEqualTo(1);
                            outside("UPDATE docs SET vec = '[0, 1]' WHERE id = 1");
                            jdbc.update("UPDATE docs SET vec = '[1, 1]' WHERE id = 1");
                        }))
                .isInstanceOf(ConcurrencyFailureException.class);
    }

    private void outside(String sql) {
        transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).executeWithoutResult(status -> jdbc.execute(sql));
    }

    @Test
    void aNestedTransactionIsRolledBackAlone() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            add(2);
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(inner -> add(3));
            transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(inner -> {
                add(4);
                inner.setRollbackOnly();
            });
            assertThatThrownBy(() -> transaction(TransactionDefinition.PROPAGATION_NESTED)
                            .executeWithoutResult(inner -> {
                                add(5);
                                add(1);
                            }))
                    .isInstanceOf(DuplicateKeyException.class);
            Object savepoint = outer.createSavepoint();
            add(6);
            outer.rollbackToSavepoint(savepoint);
            outer.releaseSavepoint(savepoint);
        });

        assertThat(jdbc.queryForList("SELECT id FROM docs ORDER BY id", Integer.class))
                .containsExactly(1, 2, 3);
    }

    @Test
    void anExceptionRollsBack() {
        assertThatThrownBy(() -> transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                        .executeWithoutResult(status -> {
                            add(2);
                            throw new IllegalStateException("the test's");
                        }))
                .hasMessage("the test's");

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aReadOnlyTransactionChangesNothing() {
        TransactionTemplate template = transaction(TransactionDefinition.PROPAGATION_REQUIRED);
        template.setReadOnly(true);

        assertThat(template.<Integer>execute(status -> count())).isEqualTo(1);
        assertThatThrownBy(() -> template.executeWithoutResult(status -> add(2)))
                .isInstanceOf(DataAccessException.class);
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED})
    void committedRowsOfOthersAreSeen(int level) {
        assertThat(isolated(level).<Integer>execute(status -> countsBesideAnother()))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void aSnapshotStays(int level) {
        assertThat(isolated(level).<Integer>execute(status -> countsBesideAnother()))
                .isEqualTo(1);
    }

    private int countsBesideAnother() {
        assertThat(count()).isEqualTo(1);
        outside("INSERT INTO docs VALUES (2, 1, '[0, 1]')");
        return count();
    }

    @Test
    void proxiesShareTheTransactionsConnection() {
        var lazy = new LazyConnectionDataSourceProxy(source);
        manager = new JdbcTransactionManager(lazy);
        var aware = new JdbcTemplate(new TransactionAwareDataSourceProxy(lazy));

        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            aware.update("INSERT INTO docs VALUES (2, 1, ?)", (Object) new float[] {0, 1});
            status.setRollbackOnly();
        });

        assertThat(count()).isEqualTo(1);
    }
}
