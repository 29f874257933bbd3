package io.vectra.jdbc;

import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SyncPolicy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a URL {@code jdbc:vectra:…} and the properties beside it ask for, checked.
 *
 * <p>Form: {@code jdbc:vectra:<folder>} or {@code jdbc:vectra:mem:<name>}, then options {@code ;key=value}. Keys are
 * case-insensitive; an option may stand in the properties instead, and the same option with two values is an error. A
 * leading {@code ~} is the user's home, and a leading {@code file:} is left out. The properties {@code user} and
 * {@code password} are accepted and ignored, because tools always send them; an embedded database has no users. Nothing
 * else passes: no text of a URL reaches an inner library.
 *
 * @param folder the absolute, normalised folder, or null for a database in memory
 * @param memoryName the name of a database in memory (empty: a private one), or null for a folder
 * @param create whether a missing database is created
 * @param readOnly whether it is opened read-only
 * @param sync when commits are forced, or null if not said
 * @param product what the database says it is to clients
 */
record ConnectionUrl(
        @Nullable Path folder,
        @Nullable String memoryName,
        boolean create,
        boolean readOnly,
        @Nullable SyncPolicy sync,
        Product product) {
    static final String PREFIX = "jdbc:vectra:";
    static final String CREATE = "create";
    static final String READ_ONLY = "readonly";
    static final String SYNC = "sync";
    static final String PRODUCT = "product";
    static final List<String> OPTIONS = List.of(CREATE, READ_ONLY, SYNC, PRODUCT);

    private static final String MEMORY = "mem:";

    /** What H2's users write before a path. */
    private static final String FILE = "file:";

    /** An option as in the URLs of other databases. */
    private static final Pattern QUESTION = Pattern.compile("\\?\\w+=");

    /** What other databases' users write for a database in memory; with a colon, no folder would have such a name. */
    private static final Pattern OTHER_MEMORY = Pattern.compile(":?memory:.*", Pattern.CASE_INSENSITIVE);

    private static final List<String> IGNORED = List.of("user", "password");

    /** Returns whether the URL is addressed to this driver. */
    static boolean accepts(@Nullable String url) {
        return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Reads a URL and the properties beside it.
     *
     * @throws SQLException [HY000] naming what is wrong: an unknown option (with the nearest known one), a bad value, a
     *     missing folder
     */
    static ConnectionUrl parse(String url, Properties properties) throws SQLException {
        if (!accepts(url)) {
            throw SqlErrors.of(SqlErrors.GENERAL, "The URL \"" + url + "\" does not begin with " + PREFIX);
        }
        String[] parts = url.substring(PREFIX.length()).split(";", -1);
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                int equals = parts[i].indexOf('=');
                String key = equals < 0 ? parts[i] : parts[i].substring(0, equals);
                put(options, key, equals < 0 ? "" : parts[i].substring(equals + 1));
            }
        }
        for (String key : properties.stringPropertyNames()) {
            if (!IGNORED.contains(key.toLowerCase(Locale.ROOT))) {
                put(options, key, properties.getProperty(key, ""));
            }
        }
        boolean create = flag(options, CREATE, true);
        boolean readOnly = flag(options, READ_ONLY, false);
        SyncPolicy sync = sync(options.get(SYNC));
        Product product = product(options.get(PRODUCT));
        String place = parts[0];
        return place.regionMatches(true, 0, MEMORY, 0, MEMORY.length())
                ? new ConnectionUrl(null, place.substring(MEMORY.length()), create, readOnly, sync, product)
                : new ConnectionUrl(folder(place), null, create, readOnly, sync, product);
    }

    /** Returns how storage is to open the folder. */
    DatabaseOptions databaseOptions() {
        return new DatabaseOptions(create && !readOnly, readOnly, sync == null ? SyncPolicy.COMMIT : sync);
    }

    /** Returns the URL without options, for {@code DatabaseMetaData.getURL}. */
    String display() {
        return PREFIX + (folder == null ? MEMORY + memoryName : folder.toString());
    }

    private static void put(Map<String, String> options, String writtenKey, String value) throws SQLException {
        String key = writtenKey.trim().toLowerCase(Locale.ROOT);
        if (!OPTIONS.contains(key)) {
            throw SqlErrors.of(
                    SqlErrors.GENERAL,
                    "Unknown connection option \"" + writtenKey.trim() + "\"; " + nearest(key) + "known are "
                            + String.join(", ", OPTIONS));
        }
        String trimmed = value.trim();
        String before = options.put(key, trimmed);
        if (before != null && !before.equalsIgnoreCase(trimmed)) {
            throw SqlErrors.of(
                    SqlErrors.GENERAL,
                    "Connection option \"" + key + "\" is given twice, as \"" + before + "\" and as \"" + trimmed
                            + "\"; give it once");
        }
    }

    private static boolean flag(Map<String, String> options, String key, boolean otherwise) throws SQLException {
        String value = options.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw badValue(key, value, "true or false");
        };
    }

    private static @Nullable SyncPolicy sync(@Nullable String value) throws SQLException {
        if (value == null) {
            return null;
        }
        if (value.equalsIgnoreCase("commit")) {
            return SyncPolicy.COMMIT;
        }
        try {
            int intervalMs = Integer.parseInt(value);
            if (intervalMs > 0) {
                return new SyncPolicy(intervalMs);
            }
        } catch (NumberFormatException e) {
            throw badValue(SYNC, value, "commit or a number of milliseconds");
        }
        throw badValue(SYNC, value, "commit or a number of milliseconds above 0");
    }

    private static Product product(@Nullable String value) throws SQLException {
        if (value == null) {
            return Product.VECTRA;
        }
        for (Product product : Product.values()) {
            if (product.title().equalsIgnoreCase(value)) {
                return product;
            }
        }
        throw badValue(PRODUCT, value, "Vectra or H2");
    }

    private static SQLException badValue(String key, String value, String expected) {
        return SqlErrors.of(
                SqlErrors.GENERAL,
                "Connection option \"" + key + "\" has the value \"" + value + "\"; expected " + expected);
    }

    private static Path folder(String written) throws SQLException {
        if (QUESTION.matcher(written).find()) {
            throw SqlErrors.of(
                    SqlErrors.GENERAL,
                    "The URL has options after a question mark; they follow a semicolon: " + PREFIX
                            + "./data/shop;readonly=true");
        }
        if (OTHER_MEMORY.matcher(written).matches()) {
            throw SqlErrors.of(
                    SqlErrors.GENERAL,
                    "A database in memory is named " + PREFIX + MEMORY + "<name>, not " + PREFIX + written);
        }
        String place =
                written.regionMatches(true, 0, FILE, 0, FILE.length()) ? written.substring(FILE.length()) : written;
        String expanded = place;
        if (place.equals("~") || place.startsWith("~/") || place.startsWith("~\\")) {
            expanded = System.getProperty("user.home") + place.substring(1);
        }
        if (expanded.isBlank()) {
            throw SqlErrors.of(
                    SqlErrors.GENERAL,
                    "The URL names no folder; expected " + PREFIX + "<folder>, such as " + PREFIX + "./data/shop, or "
                            + PREFIX + MEMORY + "<name>");
        }
        try {
            return Path.of(expanded).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw SqlErrors.of(SqlErrors.GENERAL, "\"" + place + "\" is not the name of a folder: " + e.getReason(), e);
        }
    }

    /** Names the known option with the smallest edit distance, unless it is quite another word. */
    private static String nearest(String key) {
        List<String> best = new ArrayList<>(OPTIONS);
        best.sort(java.util.Comparator.comparingInt(option -> editDistance(key, option)));
        boolean isNear = editDistance(key, best.get(0)) <= best.get(0).length() / 2;
        return isNear ? "the nearest known one is \"" + best.get(0) + "\"; " : "";
    }

    private static int editDistance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
