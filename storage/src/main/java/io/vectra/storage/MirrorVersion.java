package io.vectra.storage;

import org.h2.engine.Constants;

/** The version of the relational mirror's H2, for clients that know H2 and ask what its version can do. */
public final class MirrorVersion {
    /** As H2 writes it, with the date of its release. */
    public static final String TEXT = Constants.FULL_VERSION;

    /** The first number of the version. */
    public static final int MAJOR = Constants.VERSION_MAJOR;

    /** The second number of the version. */
    public static final int MINOR = Constants.VERSION_MINOR;

    private MirrorVersion() {}
}
