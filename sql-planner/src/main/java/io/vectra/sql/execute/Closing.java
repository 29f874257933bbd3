package io.vectra.sql.execute;

/** Closes what a failed run leaves behind, without hiding the failure. */
final class Closing {
    private Closing() {}

    /** Closes something, adding its failure to the one that is about to be thrown. */
    static void after(Exception failure, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
