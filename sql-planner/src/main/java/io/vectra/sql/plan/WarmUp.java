package io.vectra.sql.plan;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads Calcite's classes, once in a JVM, by planning a few statements over a table that does not exist.
 *
 * <p>Calcite's classes initialise each other in circles (such as {@code SqlConformance} and
 * {@code SqlConformanceEnum}), so two threads that meet them for the first time from different sides wait for each
 * other for ever. Therefore one thread loads them all, and nobody plans before it is done.
 *
 * <p>Thread rule: any number of threads.
 */
public final class WarmUp {
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final Object LOADING = new Object();
    private static volatile boolean isDone;
    private static final System.Logger LOGGER = System.getLogger(WarmUp.class.getName());

    private WarmUp() {}

    /** Starts the thread, unless it was started before. */
    public static void start() {
        if (STARTED.compareAndSet(false, true)) {
            Thread thread = new Thread(WarmUp::complete, "vectra-planner-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Returns when the classes are loaded; loads them if nobody has begun to. */
    static void complete() {
        if (isDone) {
            return;
        }
        synchronized (LOADING) {
            if (!isDone) {
                run();
                isDone = true;
            }
        }
    }

    private static void run() {
        ColumnInfo.ScalarType bigint = new ColumnInfo.ScalarType(Types.BIGINT, "BIGINT", 64, 0, "BIGINT");
        ColumnInfo id = new ColumnInfo("ID", bigint, true, null, false, false, null, 0);
        ColumnInfo vec = new ColumnInfo("VEC", bigint, true, null, false, false, new ColumnInfo.VectorInfo(1, 3), 1);
        TableInfo table = new TableInfo(
                Catalog.DEFAULT_SCHEMA, "T", false, 1, List.of(id, vec), List.of("ID"), "PK", 0, List.of());
        CatalogView catalog = new CatalogView(new Catalog(1, List.of(Catalog.DEFAULT_SCHEMA), List.of(table)));
        try {
            for (String sql : List.of(
                    "INSERT INTO t (id, vec) VALUES (?, ?)",
                    "SELECT id, cosine(vec, ?) AS d FROM t WHERE id > 1 ORDER BY d LIMIT 10")) {
                Validated statement = Validation.validate(SqlText.parse(sql), catalog);
                StatementPrinter.print(statement, UncorrelatedQueries.of(statement));
            }
        } catch (RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The planner could not be warmed up; the first statement takes longer",
                    e);
        }
    }
}
