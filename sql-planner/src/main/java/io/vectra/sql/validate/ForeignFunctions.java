package io.vectra.sql.validate;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is written here for the functions that users of other databases call most. Immutable. */
final class ForeignFunctions {
    private static final Map<String, String> HERE = Map.ofEntries(
            Map.entry("ADD_MONTHS", "DATEADD(MONTH, number, day)"),
            Map.entry("ARRAY_TO_STRING", "LISTAGG over UNNEST(array)"),
            Map.entry(
                    "CURRENT_DATABASE", "SELECT catalog_name FROM INFORMATION_SCHEMA.INFORMATION_SCHEMA_CATALOG_NAME"),
            Map.entry("DATE_FORMAT", "TO_CHAR(time, 'YYYY-MM-DD')"),
            Map.entry("DATE_PART", "EXTRACT(YEAR FROM time)"),
            Map.entry("ENDS_WITH", "text LIKE '%end'"),
            Map.entry("IF", "CASE WHEN condition THEN a ELSE b END"),
            Map.entry("IIF", "CASE WHEN condition THEN a ELSE b END"),
            Map.entry("ISNULL", "COALESCE(value, other)"),
            Map.entry("JSON_AGG", "JSON_ARRAYAGG(value)"),
            Map.entry("JSON_BUILD_OBJECT", "JSON_OBJECT('name': value)"),
            Map.entry("JSON_EXTRACT", "value->>'name'"),
            Map.entry("JSONB_AGG", "JSON_ARRAYAGG(value)"),
            Map.entry("JSONB_BUILD_OBJECT", "JSON_OBJECT('name': value)"),
            Map.entry("L2_NORM", "vector_norm(v)"),
            Map.entry("LEN", "LENGTH(text)"),
            Map.entry("MD5", "RAWTOHEX(HASH('MD5', text))"),
            Map.entry("REGEXP_MATCH", "REGEXP_SUBSTR(text, pattern)"),
            Map.entry("REGEXP_MATCHES", "REGEXP_LIKE(text, pattern)"),
            Map.entry("SHA256", "RAWTOHEX(HASH('SHA-256', text))"),
            Map.entry("SPLIT_PART", "REGEXP_SUBSTR(text, '[^,]+', 1, 2) for the second part between commas"),
            Map.entry("STARTS_WITH", "text LIKE 'begin%'"),
            Map.entry("STRFTIME", "TO_CHAR(time, 'YYYY-MM-DD')"),
            Map.entry("STRPOS", "LOCATE(part, text)"),
            Map.entry("TO_DATE", "CAST(PARSEDATETIME(text, 'dd.MM.yyyy') AS DATE), or CAST(text AS DATE)"),
            Map.entry(
                    "TO_TIMESTAMP",
                    "PARSEDATETIME(text, 'dd.MM.yyyy HH:mm'), CAST(text AS TIMESTAMP), or for seconds"
                            + " DATEADD(SECOND, seconds, TIMESTAMP '1970-01-01 00:00:00')"),
            Map.entry("TO_TIMESTAMP_TZ", "CAST(text AS TIMESTAMP WITH TIME ZONE)"),
            Map.entry("UUID_GENERATE_V4", "RANDOM_UUID()"));

    private ForeignFunctions() {}

    /** Returns {@code "; write …"}, or null if nothing is known to take the function's place. */
    static @Nullable String advice(String function) {
        String here = HERE.get(function.toUpperCase(Locale.ROOT));
        return here == null ? null : "; write " + here;
    }
}
