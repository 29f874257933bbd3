package io.vectra.jdbc;

import io.vectra.storage.MirrorVersion;

/**
 * The database that a connection says it is to clients, which choose their dialect by its name.
 *
 * @see ConnectionUrl#product()
 */
enum Product {
    VECTRA("Vectra", DriverVersion.TEXT, DriverVersion.MAJOR, DriverVersion.MINOR),

    /** For clients that know H2 and not Vectra; what they print for H2 is what Vectra speaks. */
    H2("H2", MirrorVersion.TEXT, MirrorVersion.MAJOR, MirrorVersion.MINOR);

    private final String title;
    private final String version;
    private final int major;
    private final int minor;

    Product(String title, String version, int major, int minor) {
        this.title = title;
        this.version = version;
        this.major = major;
        this.minor = minor;
    }

    /** Returns the name as {@code DatabaseMetaData} gives it. */
    String title() {
        return title;
    }

    String version() {
        return version;
    }

    int major() {
        return major;
    }

    int minor() {
        return minor;
    }
}
