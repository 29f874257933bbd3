package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class VectraDriverTest {
    @Test
    void driverManagerFindsItByTheServiceLoader() throws SQLException {
        assertThat(DriverManager.getDriver("jdbc:vectra:mem:x").getClass().getName())
                .isEqualTo("io.vectra.jdbc.VectraDriver");
    }

    @Test
    void aUrlOfAnotherDriverIsLeftToIt() throws SQLException {
        assertThat(new VectraDriver().connect("jdbc:other:x", new Properties())).isNull();
        assertThatThrownBy(() -> new VectraDriver().connect(null, new Properties()))
                .hasMessageContaining("The URL is null");
    }

    @Test
    void propertiesDescribeTheOptions() throws SQLException {
        Driver driver = new VectraDriver();

        DriverPropertyInfo[] described = driver.getPropertyInfo("jdbc:vectra:x", new Properties());

        assertThat(described)
                .extracting(property -> property.name)
                .containsExactly("create", "readonly", "sync", "product");
        assertThat(described[0].choices).containsExactly("true", "false");
        assertThat(described)
                .allSatisfy(property -> assertThat(property.required).isFalse());
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(DriverVersion.TEXT).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(new VectraDriver().getMajorVersion()).isEqualTo(DriverVersion.MAJOR);
    }
}
