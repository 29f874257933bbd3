package io.vectra.sql.execute;

/** A value that only the mirror knows how to compare with a column. Immutable. */
public final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates it; it is caught nearby and never shown, so it has no stack trace. */
    public UnfitValueException() {
        super("only the mirror can compare this value", null, false, false);
    }
}
