package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Flyway migrates a schema with vectors and their indexes, and takes the database for an H2. */
class FlywayTest extends DatabaseTest {
    private static final String MIGRATIONS = "classpath:io/vectra/jdbc/flyway";
    private static final String FAILING = "classpath:io/vectra/jdbc/flyway-failing";

    private FluentConfiguration configuration(String... locations) {
        var source = new VectraDataSource();
        source.setUrl(url + ";product=H2");
        return Flyway.configure()
                .dataSource(source)
                .executeInTransaction(false)
                .locations(locations)
                .placeholders(Map.of("price", "1.5"))
                .cleanDisabled(false);
    }

    @Test
    void migrationsRunOnceAndAreValid() throws SQLException {
        Flyway flyway = configuration(MIGRATIONS).load();

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
        assertThat(rows("SELECT title FROM cheap ORDER BY vec <=> '[1, 0, 0]' LIMIT 1"))
                .containsExactly(List.of("red; pencil"));
        assertThat(rows("SELECT \"version\", \"success\", \"installed_by\" FROM \"flyway_schema_history\""
                        + " WHERE \"version\" IS NOT NULL ORDER BY \"installed_rank\""))
                .containsExactly(List.of("1", true, "VECTRA"), List.of("1.1", true, "VECTRA"));
    }

    @Test
    void aFailingMigrationIsToldAndRepaired() {
        configuration(MIGRATIONS).load().migrate();
        Flyway flyway = configuration(MIGRATIONS, FAILING).load();

        assertThatThrownBy(flyway::migrate)
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("Column \"NOPE\" not found (line 1, column 8)")
                .hasMessageContaining("Line       : 2");
        assertThat(flyway.repair().repairActions).containsExactly("Removed failed migrations");
    }

    @Test
    void whatIsThereIsTakenAsTheBaselineAndCleaned() throws SQLException {
        execute("CREATE TABLE docs (id BIGINT PRIMARY KEY, title VARCHAR(20), vec VECTOR(3))");
        Flyway flyway = configuration(MIGRATIONS)
                .baselineOnMigrate(true)
                .baselineVersion("1")
                .load();

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(2);
        flyway.clean();
        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'"))
                .isEmpty();
        assertThat(configuration(MIGRATIONS).load().migrate().migrationsExecuted)
                .isEqualTo(3);
    }
}
