package io.vectra.storage.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Chooses the kernel of this JVM, once.
 *
 * <p>The kernel for the Vector API is there if the code runs from a multi-release jar, on Java 22 or later, with
 * {@code --add-modules jdk.incubator.vector}. Whatever is missing, or does not compute what it should, leaves the
 * scalar kernel, which gives the same answers.
 *
 * <p>Thread rule: any number of threads.
 */
public final class VectorKernels {
    private static final System.Logger LOGGER = System.getLogger(VectorKernels.class.getName());

    private static final String VECTOR_API_MODULE = "jdk.incubator.vector";
    private static final String VECTOR_API_KERNEL = "io.vectra.storage.vector.VectorApiKernel";

    /** How many rows are compared to verify a kernel. */
    private static final int ROWS = 5;

    private static final VectorKernel BEST = choose();

    private VectorKernels() {}

    /** Returns the fastest kernel that works here. */
    public static VectorKernel best() {
        return BEST;
    }

    /** Returns the kernel that works everywhere. */
    public static VectorKernel scalar() {
        return new ScalarKernel();
    }

    private static VectorKernel choose() {
        if (ModuleLayer.boot().findModule(VECTOR_API_MODULE).isEmpty() || isInterpreted()) {
            return scalar();
        }
        try {
            return vectorApi(VectorKernels.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return scalar();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG, "The Vector API does not work here; distances are computed without.", e);
            return scalar();
        }
    }

    /**
     * Returns a working kernel for the Vector API.
     *
     * @throws ReflectiveOperationException if it is not there, or could not be made
     * @throws IllegalStateException if it computes what it should not
     */
    static VectorKernel vectorApi(ClassLoader loader) throws ReflectiveOperationException {
        var constructor = Class.forName(VECTOR_API_KERNEL, true, loader).getDeclaredConstructor();
        constructor.setAccessible(true);
        var kernel = (VectorKernel) constructor.newInstance();
        verify(kernel);
        return kernel;
    }

    /** Computes small whole numbers, for which every order of additions gives the same. */
    private static void verify(VectorKernel kernel) {
        int dimension = 131;
        ByteBuffer vectors = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var query = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vectors.putFloat(i * Float.BYTES, i % 7 - 3);
            query[i] = i % 5 - 2;
        }
        float[] expected = allOf(scalar(), vectors, query);
        float[] actual = allOf(kernel, vectors, query);
        if (!Arrays.equals(expected, actual)) {
            throw new IllegalStateException("kernel " + kernel.name() + " must compute " + Arrays.toString(expected)
                    + ", but computes " + Arrays.toString(actual));
        }
    }

    private static float[] allOf(VectorKernel kernel, ByteBuffer vectors, float[] query) {
        int[] byteIndexes = {0};
        float[][] results = new float[4][2];
        kernel.dot(vectors, byteIndexes, 1, query, results[0]);
        kernel.dotAndNorm(vectors, byteIndexes, 1, query, results[1]);
        kernel.squaredEuclidean(vectors, byteIndexes, 1, query, results[2]);
        kernel.manhattan(vectors, byteIndexes, 1, query, results[3]);
        float[] sums = {results[0][0], results[1][0], results[1][1], results[2][0], results[3][0]};
        return join(sums, allOf(kernel.rows(vectors), query), codesOf(kernel));
    }

    /** Compares a row often enough that it is once in a group and once alone. */
    private static float[] allOf(ScatteredRows rows, float[] query) {
        int[] byteIndexes = new int[ROWS];
        float[][] results = new float[3][ROWS];
        rows.dot(byteIndexes, ROWS, query, results[0]);
        rows.squaredEuclidean(byteIndexes, ROWS, query, results[1]);
        rows.manhattan(byteIndexes, ROWS, query, results[2]);
        return join(results);
    }

    private static float[] codesOf(VectorKernel kernel) {
        int dimension = CodeRows.CODE_MAX + 4;
        ByteBuffer codes = ByteBuffer.allocate(CodeRows.rowBytes(dimension)).order(ByteOrder.LITTLE_ENDIAN);
        var weights = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            codes.put(i, (byte) (i * 5 % (CodeRows.CODE_MAX + 1)));
            weights[i] = i % (CodeRows.CODE_MAX + 1);
        }
        var query = new CodeQuery(dimension);
        float[][] results = new float[2][ROWS];
        query.setWeights(weights);
        kernel.rows(codes).dotCodes(new int[ROWS], ROWS, query, results[0]);
        query.setTargets(weights, weights);
        kernel.rows(codes).manhattanCodes(new int[ROWS], ROWS, query, results[1]);
        return join(results);
    }

    private static float[] join(float[]... parts) {
        var joined =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int count = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, count, part.length);
            count += part.length;
        }
        return joined;
    }

    /** Without a compiler every vector of the Vector API is an object, hundreds of times slower than a plain loop. */
    private static boolean isInterpreted() {
        return System.getProperty("java.vm.info", "").startsWith("interpreted");
    }
}
