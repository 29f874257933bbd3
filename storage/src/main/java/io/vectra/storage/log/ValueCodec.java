package io.vectra.storage.log;

/** Turns column values into bytes. */
public final class ValueCodec {
    private ValueCodec() {}
}
