package io.vectra.storage.relational;

import io.vectra.storage.Catalog;
import io.vectra.storage.MirrorFunctions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that Vectra keeps in the mirror for itself: the schema {@code VECTRA_INTERNAL} with the state row, the
 * functions, the unprivileged user. Stateless.
 *
 * <p>The state row carries a checksum of the statements that made them. A mirror made by other statements is rebuilt
 * from the log rather than migrated.
 */
final class MirrorLayout {
    /** H2's administrator: schema changes, redo. */
    static final String ADMINISTRATOR = "VECTRA_ADMINISTRATOR";

    /** The user of the sessions: reads and changes rows, nothing else. */
    static final String USER = "VECTRA_USER";

    /** The table of the state row. */
    static final String STATE = MirrorFunctions.SCHEMA + ".STATE";

    /** The table of the views' queries as their users wrote them. */
    static final String VIEWS = MirrorFunctions.VIEWS;

    private static final int VERSION = 1;

    /** Function names to the methods that compute them. */
    private static final Map<String, String> FUNCTIONS = functions();

    private MirrorLayout() {}

    private static Map<String, String> functions() {
        var functions = new LinkedHashMap<String, String>();
        functions.put(MirrorFunctions.COSINE, "cosine");
        functions.put(MirrorFunctions.EUCLIDEAN, "euclidean");
        functions.put(MirrorFunctions.DOT_PRODUCT, "dotProduct");
        functions.put(MirrorFunctions.MANHATTAN, "manhattan");
        functions.put(MirrorFunctions.COSINE_SIMILARITY, "cosineSimilarity");
        functions.put(MirrorFunctions.VECTOR_DIMS, "vectorDims");
        functions.put(MirrorFunctions.VECTOR_NORM, "vectorNorm");
        functions.put(MirrorFunctions.NORMALIZE, "normalize");
        functions.put(MirrorFunctions.VECTOR_ADD, "vectorAdd");
        functions.put(MirrorFunctions.VECTOR_SUBTRACT, "vectorSubtract");
        functions.put(MirrorFunctions.VECTOR_SCALE, "vectorScale");
        functions.put(MirrorFunctions.VECTOR_OF_TEXT, "vectorOfText");
        functions.put(MirrorFunctions.VECTOR_OF_ARRAY, "vectorOfArray");
        functions.put(MirrorFunctions.VECTOR_TEXT, "vectorText");
        functions.put(MirrorFunctions.VECTOR_KEY, "vectorKey");
        functions.put(MirrorFunctions.VECTOR_SAME, "vectorSame");
        functions.put(MirrorFunctions.TEXT_SCORE, "textScore");
        functions.put(MirrorFunctions.TEXT_SHARE, "textShare");
        functions.put(MirrorFunctions.TEXT_MATCHES, "textMatches");
        functions.put(MirrorFunctions.IS_AMONG, "isAmong");
        functions.put(MirrorFunctions.HYBRID, "hybrid");
        functions.replaceAll((name, method) -> VectorFunctions.class.getName() + "." + method);
        functions.put(MirrorFunctions.JSON_ELEMENT, JsonFunctions.class.getName() + ".element");
        functions.put(MirrorFunctions.JSON_TEXT, JsonFunctions.class.getName() + ".text");
        return functions;
    }

    /** Makes the objects in a fresh mirror. The state row comes last: without it, a mirror is not complete. */
    static void create(Connection administrator, String secret) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            for (String sql : definitions()) {
                statement.execute(sql);
            }
            statement.execute("CREATE USER " + USER + " PASSWORD " + MirrorSql.literal(secret));
            for (String sql : grants()) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement insert =
                administrator.prepareStatement("INSERT INTO " + STATE + "(ID, LSN, LAYOUT) VALUES(1, 0, ?)")) {
            insert.setInt(1, checksum());
            insert.execute();
        }
    }

    /** Returns whether the mirror holds nothing of ours yet. */
    static boolean isFresh(Connection administrator) throws SQLException {
        try (PreparedStatement query =
                administrator.prepareStatement("SELECT 1 FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?")) {
            query.setString(1, MirrorFunctions.SCHEMA);
            try (ResultSet rows = query.executeQuery()) {
                return !rows.next();
            }
        }
    }

    /** Verifies that the mirror has the objects that this version makes. */
    static void check(Connection administrator) throws SQLException {
        Integer found = null;
        try (Statement statement = administrator.createStatement();
                ResultSet rows = statement.executeQuery("SELECT LAYOUT FROM " + STATE + " WHERE ID = 1")) {
            if (rows.next()) {
                found = rows.getInt(1);
            }
        }
        if (found == null || found != checksum()) {
            throw unsuitable(found);
        }
    }

    private static SQLException unsuitable(@Nullable Integer found) {
        return new SQLException(
                "The relational mirror has the layout " + found + ", but this version of Vectra makes " + checksum()
                        + "; it has to be rebuilt from the log",
                "HY000");
    }

    private static int checksum() {
        return 31 * (31 * definitions().hashCode() + grants().hashCode()) + VERSION;
    }

    private static List<String> definitions() {
        var statements = new ArrayList<String>();
        statements.add("CREATE SCHEMA " + MirrorFunctions.SCHEMA);
        statements.add("CREATE SCHEMA " + Catalog.TEMPORARY_SCHEMA);
        statements.add(
                "CREATE TABLE " + STATE + "(ID INTEGER PRIMARY KEY, LSN BIGINT NOT NULL, LAYOUT INTEGER NOT NULL)");
        statements.add("CREATE TABLE " + VIEWS + "(VIEW_SCHEMA VARCHAR NOT NULL, VIEW_NAME VARCHAR NOT NULL, "
                + "VIEW_SQL VARCHAR NOT NULL, PRIMARY KEY (VIEW_SCHEMA, VIEW_NAME))");
        FUNCTIONS.forEach(
                (name, method) -> statements.add("CREATE ALIAS " + name + " FOR " + MirrorSql.literal(method)));
        statements.add("CREATE AGGREGATE " + MirrorFunctions.COLLECT + " FOR "
                + MirrorSql.literal(ReferenceCollector.class.getName()));
        statements.add("CREATE AGGREGATE " + MirrorFunctions.ADMITTED + " FOR "
                + MirrorSql.literal(KeyAdmission.class.getName()));
        statements.add("CREATE AGGREGATE " + MirrorFunctions.VECTOR_SUM + " FOR "
                + MirrorSql.literal(VectorAccumulator.Sum.class.getName()));
        statements.add("CREATE AGGREGATE " + MirrorFunctions.VECTOR_AVG + " FOR "
                + MirrorSql.literal(VectorAccumulator.Average.class.getName()));
        return statements;
    }

    /** The user may set the LSN, because that has to commit with the user's changes; no user's text gets near it. */
    private static List<String> grants() {
        return List.of("GRANT SELECT, UPDATE ON " + STATE + " TO " + USER, grantSchema(Catalog.DEFAULT_SCHEMA));
    }

    /** Returns the statement that lets the user read and change the rows of a schema's tables. */
    static String grantSchema(String schema) {
        return "GRANT ALL ON SCHEMA " + MirrorSql.name(schema) + " TO " + USER;
    }
}
