package io.vectra.storage.relational;

import java.sql.SQLException;

/** Some steps of a schema change were done before one failed; only a rebuild brings the mirror back to the log. */
public final class PartlyAppliedException extends SQLException {
    private static final long serialVersionUID = 1L;

    PartlyAppliedException(int done, int steps, SQLException cause) {
        super(
                "Of " + steps + " steps of a schema change, " + done
                        + " were done before one failed; reopen the database, which undoes them. " + cause.getMessage(),
                cause.getSQLState(),
                cause.getErrorCode(),
                cause);
    }
}
