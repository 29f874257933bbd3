package io.vectra.sql.system;

import io.vectra.storage.TableInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of INFORMATION_SCHEMA: a query over the mirror's own, and over what the mirror does not know. Immutable.
 *
 * @param info its columns
 * @param query the query, in pieces that follow each other
 */
public record InformationTable(TableInfo info, List<Piece> query) {
    /** The schema of all of them. */
    public static final String SCHEMA = "INFORMATION_SCHEMA";

    private static final Map<String, InformationTable> TABLES = InformationSchemaText.read();

    public InformationTable {
        query = List.copyOf(query);
    }

    /**
     * A piece of a query: SQL, or rows.
     *
     * @param sql what is written, before the rows if there are any
     * @param rows null for SQL alone
     * @param alias the name that the query knows the rows by in FROM; null where the array of their first column stands
     */
    public record Piece(
            String sql, @Nullable SystemRows rows, @Nullable String alias) {}

    /** Returns the tables by their names. */
    static Collection<InformationTable> all() {
        return TABLES.values();
    }

    /** Returns the table of a name in this schema, or null. */
    public static @Nullable InformationTable find(String name) {
        return TABLES.get(name);
    }
}
