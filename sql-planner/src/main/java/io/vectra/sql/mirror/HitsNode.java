package io.vectra.sql.mirror;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a vector search found, in place of the table they were found in. The mirror reads them by their primary
 * keys: with an inner join it would scan the table instead, and by {@code _ROWID_} it would scan an index that has all
 * the columns it needs.
 */
public final class HitsNode extends SqlIdentifier {
    private final String hits;
    private final TableInfo table;
    private final String alias;
    private final int firstParameter;
    private final boolean isJoined;
    private final boolean isRead;
    private final @Nullable TableInfo outer;
    private final @Nullable String outerAlias;

    /**
     * Creates the rows.
     *
     * @param hits the alias of the hits
     * @param alias the table's alias
     * @param firstParameter the index of the row ids; the distances have the next one
     * @param isJoined whether the table stands in a join
     */
    public HitsNode(String hits, TableInfo table, String alias, int firstParameter, boolean isJoined) {
        super(hits, SqlParserPos.ZERO);
        this.isRead = true;
        this.outer = null;
        this.outerAlias = null;
        this.hits = hits;
        this.table = table;
        this.alias = alias;
        this.firstParameter = firstParameter;
        this.isJoined = isJoined;
    }

    /** The hits alone. */
    private HitsNode(HitsNode rows) {
        super(rows.hits, SqlParserPos.ZERO);
        this.isRead = false;
        this.outer = null;
        this.outerAlias = null;
        this.hits = rows.hits;
        this.table = rows.table;
        this.alias = rows.alias;
        this.firstParameter = rows.firstParameter;
        this.isJoined = rows.isJoined;
    }

    private HitsNode(HitsNode rows, TableInfo outer, @Nullable String outerAlias) {
        super(rows.hits, SqlParserPos.ZERO);
        this.hits = rows.hits;
        this.table = rows.table;
        this.alias = rows.alias;
        this.firstParameter = rows.firstParameter;
        this.isJoined = true;
        this.isRead = true;
        this.outer = outer;
        this.outerAlias = outerAlias;
    }

    /**
     * Returns the same rows, each beside the row of another table for which it was found.
     *
     * @param eachTable the other table; the ids of its rows are in the parameter after the distances
     * @param eachAlias its alias; null if the row is not read, but only its id
     */
    public HitsNode of(TableInfo eachTable, @Nullable String eachAlias) {
        return new HitsNode(this, eachTable, eachAlias);
    }

    /** Returns the hits alone: their ids, distances and positions, without the table. */
    public HitsNode unread() {
        return new HitsNode(this);
    }

    /** Returns the hits whose ids, and nothing else, a query gives; null if it gives something else. */
    static @Nullable HitsNode ofIds(SqlSelect select) {
        SqlNodeList items = select.getSelectList();
        return select.getFrom() instanceof HitsNode hits
                        && !hits.isRead
                        && items.size() == 1
                        && items.get(0).getKind() == SqlKind.AS
                        && ((SqlCall) items.get(0)).operand(0).equalsDeep(hits.rowId(), Litmus.IGNORE)
                        && select.getWhere() == null
                        && select.getFetch() == null
                        && select.getOffset() == null
                ? hits
                : null;
    }

    /** Returns the index of the row ids. */
    int idParameter() {
        return firstParameter;
    }

    /** Returns the aliases of what these rows are made of. */
    public Set<String> aliases() {
        Set<String> aliases = new HashSet<>(Set.of(hits));
        if (isRead) {
            aliases.add(alias);
        }
        if (outerAlias != null) {
            aliases.add(outerAlias);
        }
        return aliases;
    }

    /** Returns the column whose value is the row's number, or null if that is a hidden one. */
    public static @Nullable ColumnInfo rowIdColumn(TableInfo table) {
        return table.column(table.rowIdColumn());
    }

    /** Returns the id of each row. */
    public SqlIdentifier rowId() {
        return column("ROW_ID");
    }

    /** Returns the id of the row for which each was found, if the rows are {@linkplain #of of} another table. */
    public SqlIdentifier outerId() {
        return column("OUTER_ID");
    }

    /** Returns the distance of each row. */
    public SqlIdentifier distance() {
        return column("DISTANCE");
    }

    /** Returns the position of each row in the order of the search. */
    public SqlIdentifier position() {
        return column("POSITION");
    }

    private SqlIdentifier column(String name) {
        return new SqlIdentifier(List.of(hits, name), SqlParserPos.ZERO);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print(isJoined ? "(UNNEST(" : "UNNEST(");
        MirrorWriter.printArray(writer, firstParameter, keyType(table));
        writer.print(",");
        MirrorWriter.printArray(writer, firstParameter + 1, "DOUBLE PRECISION");
        if (outer != null) {
            writer.print(",");
            MirrorWriter.printArray(writer, firstParameter + 2, keyType(outer));
        }
        writer.print(") WITH ORDINALITY AS " + DefinitionPlanner.quoted(hits) + " (\"ROW_ID\", \"DISTANCE\", "
                + (outer == null ? "" : "\"OUTER_ID\", ") + "\"POSITION\")"
                + (isRead ? read(table, alias, "ROW_ID") : "")
                + (outer == null || outerAlias == null ? "" : read(outer, outerAlias, "OUTER_ID"))
                + (isJoined ? ")" : ""));
        writer.setNeedWhitespace(true);
    }

    private static String keyType(TableInfo table) {
        ColumnInfo key = rowIdColumn(table);
        return key == null ? "BIGINT" : key.type().sql();
    }

    private String read(TableInfo read, String as, String id) {
        String quoted = DefinitionPlanner.quoted(as);
        return " LEFT JOIN " + DefinitionPlanner.qualified(read.schema(), read.name()) + " AS " + quoted + " ON "
                + quoted + "." + DefinitionPlanner.quoted(read.rowIdColumn()) + " = "
                + DefinitionPlanner.quoted(hits) + "." + DefinitionPlanner.quoted(id);
    }
}
