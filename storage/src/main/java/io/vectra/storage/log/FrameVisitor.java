package io.vectra.storage.log;

/** Is shown the frames of a log in order. */
public interface FrameVisitor {
    /** A visitor that looks at nothing. */
    FrameVisitor NONE = new FrameVisitor() {
        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {}

        @Override
        public void schema(long lsn, SchemaRecord record) {}
    };

    /**
     * A transaction that changed rows.
     *
     * @param position where the frame begins
     * @param record its content, decoded when asked for; not to be kept after this call
     * @param vectorsPosition where its vectors begin
     */
    void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition);

    /** A change of the schema. */
    void schema(long lsn, SchemaRecord record);
}
