package io.vectra.benchmarks.data;

/** Vectors on the heap. */
public record HeapVectors(float[][] rows) implements Vectors {
    @Override
    public int count() {
        return rows.length;
    }

    @Override
    public int dimension() {
        return rows[0].length;
    }

    @Override
    public void read(int row, float[] into) {
        System.arraycopy(rows[row], 0, into, 0, rows[row].length);
    }
}
