package io.vectra.storage.graph;

/** What a walk through a graph reads of the vectors. */
public enum Quantization {
    /** Their floats. */
    NONE(GraphFile.QUANTIZATION_NONE),
    /**
     * A byte for each element; the best candidates are compared again by their floats. A graph whose vectors bytes do
     * not tell apart is built without.
     */
    INT8(GraphFile.QUANTIZATION_INT8);

    private final int id;

    Quantization(int id) {
        this.id = id;
    }

    /** Returns the number that files use. */
    int id() {
        return id;
    }
}
