package io.vectra.storage.log;

/** The first 64 bytes of a log file. */
final class LogFileHeader {
    static final int BYTES = 64;

    private LogFileHeader() {}
}
