package io.vectra.sql.plan;

/** Says why a part of a query cannot be searched for. */
final class NotSearchable extends Exception {
    private static final long serialVersionUID = 1L;

    NotSearchable(String reason) {
        super(reason, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
