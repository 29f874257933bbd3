package io.vectra.jdbc.fuzz;

/** What an expression is, as far as it decides where it may stand. */
enum Kind {
    NUMBER,
    TEXT,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    ZONED,
    UUID,
    BINARY,
    ARRAY,
    JSON,
    ENUM,
    INTERVAL
}
