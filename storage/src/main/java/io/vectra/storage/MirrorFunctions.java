package io.vectra.storage;

/**
 * The functions over vector references that exist in the relational mirror, for callers that generate SQL for it.
 *
 * <p>In the mirror a vector is a BIGINT reference: a value of 0 or more names a stored vector, a negative one a vector
 * that the running statement {@linkplain StatementView#stage staged} or computed. NULL stays NULL. Each name here is
 * qualified and ready to be printed.
 */
public final class MirrorFunctions {
    /** The schema of everything that Vectra keeps in the mirror for itself. */
    public static final String SCHEMA = "VECTRA_INTERNAL";

    /**
     * The table of the views' queries as their users wrote them: VIEW_SCHEMA, VIEW_NAME, VIEW_SQL. A change of the
     * schema keeps it right with the statements that it has for the mirror.
     */
    public static final String VIEWS = SCHEMA + ".VIEWS";

    /**
     * Where H2 puts a sub-query or view together again, it finds aggregates without their schema in the first one only.
     */
    private static final String AGGREGATES = Catalog.DEFAULT_SCHEMA + ".VECTRA_";

    /** {@code DOUBLE COSINE(BIGINT, BIGINT)}: the cosine distance, computed in double precision. */
    public static final String COSINE = SCHEMA + ".COSINE";
    /** {@code DOUBLE EUCLIDEAN(BIGINT, BIGINT)}. */
    public static final String EUCLIDEAN = SCHEMA + ".EUCLIDEAN";
    /** {@code DOUBLE DOT_PRODUCT(BIGINT, BIGINT)}: the inner product, larger is nearer. */
    public static final String DOT_PRODUCT = SCHEMA + ".DOT_PRODUCT";
    /** {@code DOUBLE MANHATTAN(BIGINT, BIGINT)}. */
    public static final String MANHATTAN = SCHEMA + ".MANHATTAN";
    /** {@code DOUBLE COSINE_SIMILARITY(BIGINT, BIGINT)}. */
    public static final String COSINE_SIMILARITY = SCHEMA + ".COSINE_SIMILARITY";
    /** {@code INTEGER VECTOR_DIMS(BIGINT)}. */
    public static final String VECTOR_DIMS = SCHEMA + ".VECTOR_DIMS";
    /** {@code DOUBLE VECTOR_NORM(BIGINT)}: the Euclidean norm. */
    public static final String VECTOR_NORM = SCHEMA + ".VECTOR_NORM";
    /** {@code BIGINT NORMALIZE(BIGINT)}: the vector over its norm; a zero vector stays zero. */
    public static final String NORMALIZE = SCHEMA + ".NORMALIZE";
    /** {@code BIGINT VECTOR_ADD(BIGINT, BIGINT)}. */
    public static final String VECTOR_ADD = SCHEMA + ".VECTOR_ADD";
    /** {@code BIGINT VECTOR_SUBTRACT(BIGINT, BIGINT)}. */
    public static final String VECTOR_SUBTRACT = SCHEMA + ".VECTOR_SUBTRACT";
    /** {@code BIGINT VECTOR_SCALE(BIGINT, DOUBLE)}. */
    public static final String VECTOR_SCALE = SCHEMA + ".VECTOR_SCALE";
    /** {@code BIGINT VECTOR_OF_TEXT(VARCHAR)}: parses {@code '[0.1, 2, -3e-4]'}. */
    public static final String VECTOR_OF_TEXT = SCHEMA + ".VECTOR_OF_TEXT";
    /** {@code BIGINT VECTOR_OF_ARRAY(DOUBLE PRECISION ARRAY)}. */
    public static final String VECTOR_OF_ARRAY = SCHEMA + ".VECTOR_OF_ARRAY";
    /** {@code VARCHAR VECTOR_TEXT(BIGINT)}: the vector as {@code [0.1, 2.0]}. */
    public static final String VECTOR_TEXT = SCHEMA + ".VECTOR_TEXT";
    /**
     * {@code VARBINARY VECTOR_KEY(BIGINT)}: the vector's bytes, equal exactly for equal vectors; for comparison,
     * grouping and DISTINCT.
     */
    public static final String VECTOR_KEY = SCHEMA + ".VECTOR_KEY";
    /**
     * {@code BIGINT VECTOR_SAME(BIGINT)}: the first reference to an equal vector that the statement has met, so that
     * rows are equal exactly if their vectors are; for DISTINCT and set operations.
     */
    public static final String VECTOR_SAME = SCHEMA + ".VECTOR_SAME";
    /**
     * {@code BIGINT COLLECT(BIGINT)}: an aggregate that adds every reference it is given to the statement's
     * {@link EligibleRows} (see {@link StatementView#collect}), and returns their number.
     */
    public static final String COLLECT = AGGREGATES + "COLLECT";

    /**
     * {@code BOOLEAN ADMITTED(BIGINT, BIGINT, …)}: a window aggregate over rows in their order, whether a row has none
     * of its keys in common with a row before it for which this was true. A NULL is no key.
     */
    public static final String ADMITTED = AGGREGATES + "ADMITTED";

    /** {@code DOUBLE TEXT_SCORE(BIGINT hits, BIGINT rowId)}: the row's score, 0 if it was not found. */
    public static final String TEXT_SCORE = SCHEMA + ".TEXT_SCORE";
    /** {@code DOUBLE TEXT_SHARE(BIGINT hits, BIGINT rowId)}: the row's score as a share of the best one. */
    public static final String TEXT_SHARE = SCHEMA + ".TEXT_SHARE";
    /** {@code BOOLEAN TEXT_MATCHES(BIGINT hits, BIGINT rowId)}: whether the row was found. */
    public static final String TEXT_MATCHES = SCHEMA + ".TEXT_MATCHES";
    /**
     * {@code BOOLEAN IS_AMONG(BIGINT column, value)}: what {@code value IN (…)} is over the values of a
     * {@link MirrorColumn}; looked up, where the mirror would go through all of them for each row.
     */
    public static final String IS_AMONG = SCHEMA + ".IS_AMONG";
    /** {@code BIGINT VECTOR_SUM(BIGINT)}: an aggregate, the sum of the vectors that are not NULL. */
    public static final String VECTOR_SUM = AGGREGATES + "VECTOR_SUM";
    /** {@code BIGINT VECTOR_AVG(BIGINT)}: an aggregate, the mean of the vectors that are not NULL. */
    public static final String VECTOR_AVG = AGGREGATES + "VECTOR_AVG";

    /**
     * {@code DOUBLE HYBRID(DOUBLE similarity, DOUBLE share, DOUBLE weight)}: weight * (1 + similarity) / 2 + (1 -
     * weight) * share, 0 in place of a NULL; NULL without both.
     */
    public static final String HYBRID = SCHEMA + ".HYBRID";

    /**
     * {@code VARCHAR JSON_ELEMENT(JSON, key)}: the element of an object by its name, or of an array by its number from
     * 0, as JSON's text; NULL if there is none.
     */
    public static final String JSON_ELEMENT = SCHEMA + ".JSON_ELEMENT";
    /** {@code VARCHAR JSON_TEXT(JSON, key)}: the same, a JSON string as what it says, and NULL for JSON's null. */
    public static final String JSON_TEXT = SCHEMA + ".JSON_TEXT";

    private MirrorFunctions() {}
}
