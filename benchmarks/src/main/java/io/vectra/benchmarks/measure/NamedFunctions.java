package io.vectra.benchmarks.measure;

/** Functions of Vectra's names for an H2 that only prepares statements: H2 wants public static methods. */
public final class NamedFunctions {
    private NamedFunctions() {}

    /** Stands for the cosine distance. */
    public static double cosine(Float[] a, Float[] b) {
        return a.length - b.length;
    }

    /** Stands for the Euclidean distance. */
    public static double euclidean(Float[] a, Float[] b) {
        return a.length - b.length;
    }

    /** Stands for a vector of length 1. */
    public static Float[] normalize(Float[] a) {
        return a;
    }

    /** Stands for the score of a text. */
    public static double bm25(String text, String query) {
        return text.length() - query.length();
    }

    /** Stands for the score of a vector and a text. */
    public static double hybrid(Float[] a, Float[] b, String text, String query) {
        return cosine(a, b) + bm25(text, query);
    }
}
