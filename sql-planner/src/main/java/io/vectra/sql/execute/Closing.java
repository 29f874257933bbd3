package io.vectra.sql.execute;

import java.sql.SQLException;
import java.sql.Statement;

/** Closes what a failed run leaves behind, without hiding the failure. */
final class Closing {
    private Closing() {}

    /** Closes the statement, adding its failure to the one that is about to be thrown. */
    static void after(Exception failure, Statement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
