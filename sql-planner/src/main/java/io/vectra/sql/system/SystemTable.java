package io.vectra.sql.system;

import io.vectra.sql.setting.Setting;
import io.vectra.sql.setting.SettingValues;
import io.vectra.storage.Database;
import io.vectra.storage.IndexStatus;
import io.vectra.storage.ProgressInfo;
import io.vectra.storage.SegmentInfo;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextIndexStatus;
import io.vectra.storage.VectorIndexSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table that users read and nobody writes: the database's account of itself. */
public enum SystemTable implements SystemRows {
    /** The HNSW and full-text indexes. */
    INDEXES(
            "TABLE_SCHEMA:S,TABLE_NAME:S,INDEX_NAME:S,COLUMN_NAME:S,METRIC:S,M:I,EF_CONSTRUCTION:I,QUANTIZATION:S,BUILDER:S,"
                    + "SEGMENTS:I,GRAPHS:I,NODES:L,DELETED:L,DELETED_SHARE:D,UNINDEXED_ROWS:L,BYTES:L,BUILD_MS:L,EF_SEARCH:I,"
                    + "SAMPLED_RECALL:D,SAMPLES:L,METHOD:S,ANALYZER:S") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return Stream.concat(
                    database.indexes().stream().map(SystemTable::row),
                    database.textIndexes().stream().map(SystemTable::row));
        }
    },
    /** The sealed segments. */
    SEGMENTS(
            "SEGMENT:I,TABLE_SCHEMA:S,TABLE_NAME:S,COLUMN_NAME:S,ROW_COUNT:L,DELETED:L,DELETED_SHARE:D,BYTES:L,GRAPHS:I,"
                    + "FIRST_LSN:L,LAST_LSN:L") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return database.segments().stream().map(SystemTable::row);
        }
    },
    /** Figures about the database. */
    STATS("NAME:S,CURRENT_VALUE:S") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return database.stats().entrySet().stream()
                    .map(each -> new @Nullable Object[] {each.getKey(), each.getValue()});
        }
    },
    /** The long tasks that are running. */
    PROGRESS("ID:L,TASK:S,SUBJECT:S,STEP:S,DONE:L,TOTAL:L,RATE:D,SECONDS_LEFT:D") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return database.progress().stream().map(SystemTable::row);
        }
    },
    /** The sequences, with the columns that H2's information schema has for them. */
    SEQUENCES(
            "SEQUENCE_CATALOG:S,SEQUENCE_SCHEMA:S,SEQUENCE_NAME:S,START_VALUE:L,MINIMUM_VALUE:L,MAXIMUM_VALUE:L,INCREMENT:L") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return database.catalog().sequences().stream().map(each -> new @Nullable Object[] {
                SystemCatalog.CATALOG,
                each.schema(),
                each.name(),
                each.start(),
                each.minimum(),
                each.maximum(),
                each.increment()
            });
        }
    },
    /** The settings. */
    SETTINGS("NAME:S,CURRENT_VALUE:S,DEFAULT_VALUE:S,SCOPE:S,DESCRIPTION:S") {
        @Override
        Stream<@Nullable Object[]> rows(Database database, SettingValues values) {
            return Arrays.stream(Setting.values()).map(setting -> new @Nullable Object[] {
                setting.label(),
                setting.value(values),
                setting.value(SettingValues.DEFAULT),
                setting.scope().name(),
                setting.description()
            });
        }
    };

    /** The schema of all of them. */
    public static final String SCHEMA = "VECTRA";

    private final TableInfo info;

    /** @param columns as {@link SystemRows#describe} takes them */
    SystemTable(String columns) {
        info = SystemRows.describe(SCHEMA, name(), columns);
    }

    abstract Stream<@Nullable Object[]> rows(Database database, SettingValues values);

    @Override
    public TableInfo info() {
        return info;
    }

    @Override
    public Stream<@Nullable Object[]> rows(Session session, SettingValues values) {
        return rows(session.database(), values);
    }

    /** Returns the system table of a name in this schema, or null. */
    public static @Nullable SystemTable find(String name) {
        for (SystemTable table : values()) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        return null;
    }

    private static @Nullable Object[] row(IndexStatus status) {
        VectorIndexSettings settings = status.index().settings();
        return new @Nullable Object[] {
            status.schema(),
            status.table(),
            status.index().name(),
            status.index().column(),
            lower(settings.metric()),
            settings.m(),
            settings.efConstruction(),
            lower(settings.quantization()),
            lower(settings.builder()),
            status.segments(),
            status.graphs(),
            status.nodes(),
            status.deleted(),
            share(status.deleted(), status.nodes()),
            status.unindexedRows(),
            status.bytes(),
            status.buildMs(),
            status.efSearch(),
            orNull(status.sampledRecall()),
            status.samples(),
            "hnsw",
            null
        };
    }

    private static @Nullable Object[] row(TextIndexStatus status) {
        return new @Nullable Object[] {
            status.schema(),
            status.table(),
            status.index().name(),
            String.join(", ", status.index().columns()),
            null,
            null,
            null,
            null,
            null,
            status.segments(),
            status.files(),
            status.rows(),
            status.deleted(),
            share(status.deleted(), status.rows()),
            status.unindexedRows(),
            status.bytes(),
            null,
            null,
            null,
            null,
            "fulltext",
            status.index().analyzer()
        };
    }

    private static @Nullable Object[] row(SegmentInfo segment) {
        return new @Nullable Object[] {
            segment.number(),
            segment.schema(),
            segment.table(),
            segment.column().isEmpty() ? null : segment.column(),
            segment.rows(),
            segment.deleted(),
            share(segment.deleted(), segment.rows()),
            segment.bytes(),
            segment.graphs(),
            segment.firstLsn(),
            segment.lastLsn()
        };
    }

    private static @Nullable Object[] row(ProgressInfo task) {
        return new @Nullable Object[] {
            task.id(),
            task.task(),
            task.subject(),
            task.step(),
            task.done(),
            task.total() == 0 ? null : Long.valueOf(task.total()),
            task.rate(),
            orNull(task.secondsLeft())
        };
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static @Nullable Double orNull(double number) {
        return Double.isNaN(number) ? null : Double.valueOf(number);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
