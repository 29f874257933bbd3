package io.vectra.sql.setting;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.StatementLimits;
import io.vectra.sql.validate.Suggestions;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.StoreException;
import io.vectra.storage.UpkeepSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that users change by SET. */
public enum Setting {
    EF_SEARCH(
            Scope.SESSION,
            "How many candidates a walk of an index keeps, from 1 to 100000; default: each index's own",
            values -> values.search().ef() == 0
                    ? Setting.UNSET
                    : Integer.toString(values.search().ef()),
            (values, text) -> values.with(
                    new SearchOptions(Texts.positive(text), 0, values.search().exact()))),
    RECALL(
            Scope.SESSION,
            "The share of the true nearest rows that a search through an index shall find, above 0 and below 1; default: each"
                    + " index's own",
            values -> values.search().recall() == 0
                    ? Setting.UNSET
                    : Texts.of(values.search().recall()),
            (values, text) -> values.with(
                    new SearchOptions(0, Texts.share(text), values.search().exact()))),
    EXACT(
            Scope.SESSION,
            "Whether indexes are left aside and every eligible row is compared",
            values -> Boolean.toString(values.search().exact()),
            (values, text) -> values.with(
                    new SearchOptions(values.search().ef(), values.search().recall(), Texts.truth(text)))),
    STATEMENT_TIMEOUT(
            Scope.SESSION,
            "How long a statement may run, in milliseconds or as a text such as '5s' (us, ms, s, min, h, d); 0 for no limit",
            values -> Durations.text(values.limits().timeoutMs()),
            (values, text) -> values.with(new StatementLimits(
                    Durations.milliseconds(text), values.limits().maxRows()))),
    MAX_ROWS(
            Scope.SESSION,
            "How many rows a query gives at most; 0 for no limit",
            values -> Long.toString(values.limits().maxRows()),
            (values, text) -> values.with(new StatementLimits(values.limits().timeoutMs(), Texts.whole(text)))),
    SCHEMA(
            Scope.SESSION,
            "The schema of names that are written without one",
            SettingValues::schema,
            SettingValues::withSchema),
    AUTO_VACUUM(
            Scope.DATABASE,
            "Whether segments are merged, and dead rows dropped, without being asked",
            values -> Boolean.toString(values.upkeep().autoVacuum()),
            (values, text) -> values.with(new UpkeepSettings(
                    Texts.truth(text),
                    values.upkeep().vacuumDeadShare(),
                    values.upkeep().vacuumSegments(),
                    values.upkeep().unindexedRowsMax(),
                    values.upkeep().sampleShare()))),
    VACUUM_DEAD_SHARE(
            Scope.DATABASE,
            "The share of deleted rows from which on a segment is rewritten, above 0 and at most 1",
            values -> Texts.of(values.upkeep().vacuumDeadShare()),
            (values, text) -> values.with(new UpkeepSettings(
                    values.upkeep().autoVacuum(),
                    Texts.number(text),
                    values.upkeep().vacuumSegments(),
                    values.upkeep().unindexedRowsMax(),
                    values.upkeep().sampleShare()))),
    VACUUM_SEGMENTS(
            Scope.DATABASE,
            "From how many segments of a table on they are merged, at least 2",
            values -> Integer.toString(values.upkeep().vacuumSegments()),
            (values, text) -> values.with(new UpkeepSettings(
                    values.upkeep().autoVacuum(),
                    values.upkeep().vacuumDeadShare(),
                    Texts.positive(text),
                    values.upkeep().unindexedRowsMax(),
                    values.upkeep().sampleShare()))),
    UNINDEXED_ROWS_MAX(
            Scope.DATABASE,
            "How many vectors of an indexed column may wait for a graph before writers are slowed, at least 1000",
            values -> Long.toString(values.upkeep().unindexedRowsMax()),
            (values, text) -> values.with(new UpkeepSettings(
                    values.upkeep().autoVacuum(),
                    values.upkeep().vacuumDeadShare(),
                    values.upkeep().vacuumSegments(),
                    Texts.whole(text),
                    values.upkeep().sampleShare()))),
    RECALL_SAMPLE_SHARE(
            Scope.DATABASE,
            "Of which share of the queries the recall is measured by an exact answer in the background, from 0 (off) to 1",
            values -> Texts.of(values.upkeep().sampleShare()),
            (values, text) -> values.with(new UpkeepSettings(
                    values.upkeep().autoVacuum(),
                    values.upkeep().vacuumDeadShare(),
                    values.upkeep().vacuumSegments(),
                    values.upkeep().unindexedRowsMax(),
                    Texts.number(text))));

    /** What is shown for a setting that leaves the choice to each index. */
    private static final String UNSET = "default";

    private static final String EF_SEARCH_OF_PGVECTOR = "hnsw.ef_search";

    private static final String UNKNOWN_NAME = "42704";
    private static final String BAD_VALUE = "22023";

    private final Scope scope;
    private final String description;
    private final Function<SettingValues, String> reading;
    private final BiFunction<SettingValues, String, SettingValues> setting;

    Setting(
            Scope scope,
            String description,
            Function<SettingValues, String> reading,
            BiFunction<SettingValues, String, SettingValues> setting) {
        this.scope = scope;
        this.description = description;
        this.reading = reading;
        this.setting = setting;
    }

    /** For whom a setting holds. */
    public enum Scope {
        /** For one connection, as long as it is open. */
        SESSION,
        /** For all connections, until the database is closed. */
        DATABASE
    }

    /**
     * Returns the setting of a name, in any case of letters.
     *
     * @param others what else could have been meant, in lower case
     * @throws SqlFailure ({@code 42704}) naming the nearest one
     */
    public static Setting named(String name, List<String> others) {
        for (Setting each : values()) {
            if (each.name().equalsIgnoreCase(name.equalsIgnoreCase(EF_SEARCH_OF_PGVECTOR) ? EF_SEARCH.name() : name)) {
                return each;
            }
        }
        List<String> names = Stream.concat(Arrays.stream(values()).map(Setting::label), others.stream())
                .toList();
        String nearest = Suggestions.didYouMean(name.toLowerCase(Locale.ROOT), names);
        throw new SqlFailure(
                UNKNOWN_NAME,
                "Setting \"" + name.toLowerCase(Locale.ROOT) + "\" not found"
                        + (nearest.isEmpty() ? "; there are " + String.join(", ", names) : nearest));
    }

    /** Returns the name as it is shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns for whom it holds. */
    public Scope scope() {
        return scope;
    }

    /** Returns what it does, and which values it takes. */
    public String description() {
        return description;
    }

    /** Returns its value as text. */
    public String value(SettingValues values) {
        return reading.apply(values);
    }

    /**
     * Returns the values with this setting changed. {@code ef_search} and {@code recall} are two ways to say the same:
     * setting one puts the other back to its default.
     *
     * @param text the new value, or null for the default
     * @throws SqlFailure ({@code 22023}) saying which values it takes
     */
    public SettingValues with(SettingValues values, @Nullable String text) {
        String wanted = text == null ? value(SettingValues.DEFAULT) : text;
        if (this == SCHEMA) {
            // Any text may be a name.
            return values.withSchema(wanted);
        }
        if (wanted.equalsIgnoreCase(UNSET)) {
            return withoutChoice(values);
        }
        try {
            return setting.apply(values, wanted.strip());
        } catch (StoreException | IllegalArgumentException e) {
            throw new SqlFailure(
                    BAD_VALUE, "Setting " + label() + " cannot be '" + wanted + "'. " + description + ".", 0, 0, e);
        }
    }

    private SettingValues withoutChoice(SettingValues values) {
        SearchOptions search = values.search();
        return switch (this) {
            case EF_SEARCH -> values.with(new SearchOptions(0, search.recall(), search.exact()));
            case RECALL -> values.with(new SearchOptions(search.ef(), 0, search.exact()));
            default -> setting.apply(values, value(SettingValues.DEFAULT));
        };
    }

    /** Reads and writes values as text. */
    private static final class Texts {
        private Texts() {}

        static String of(double number) {
            return java.math.BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }

        static boolean truth(String text) {
            return switch (text.toUpperCase(Locale.ROOT)) {
                case "TRUE", "ON" -> true;
                case "FALSE", "OFF" -> false;
                default -> throw new IllegalArgumentException("neither true nor false");
            };
        }

        static double number(String text) {
            return Double.parseDouble(text);
        }

        /** Above 0; the upper bound is checked by who takes it. */
        static double share(String text) {
            double share = number(text);
            if (share == 0) {
                throw new IllegalArgumentException("not above 0");
            }
            return share;
        }

        static long whole(String text) {
            return Long.parseLong(text);
        }

        static int positive(String text) {
            int number = Integer.parseInt(text);
            if (number < 1) {
                throw new IllegalArgumentException("not above 0");
            }
            return number;
        }
    }
}
