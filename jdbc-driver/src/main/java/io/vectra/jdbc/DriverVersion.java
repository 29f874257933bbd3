package io.vectra.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the driver. */
final class DriverVersion {
    /** Such as {@code 0.1.0}. */
    static final String TEXT;

    static final int MAJOR;
    static final int MINOR;

    static {
        var properties = new Properties();
        try (InputStream stream = DriverVersion.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("version.properties is missing from the driver's jar; build it again");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TEXT = properties.getProperty("version", "");
        String[] numbers = TEXT.split("[.-]");
        MAJOR = Integer.parseInt(numbers[0]);
        MINOR = Integer.parseInt(numbers[1]);
    }

    private DriverVersion() {}
}
