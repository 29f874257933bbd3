package io.vectra.storage.relational;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.vector.VectorReference;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A mirror with one connection, and a small stand-in for the engine around it: it stores vectors and records changes.
 */
final class MirrorFixture implements AutoCloseable {
    static final String SECRET = "00112233445566778899aabbccddeeff";

    final Mirror mirror;
    final MirrorConnection connection;
    final List<Change> changes = new ArrayList<>();
    final Map<Long, float[]> vectors = new HashMap<>();
    final Map<Integer, Integer> ordinals = new HashMap<>();
    final EligibleRows collected = new EligibleRows();
    MirrorContext context;
    private final Map<Integer, TableDefinition> tables = new HashMap<>();
    private int nextTableId = 1;
    private int nextColumnId = 1;

    MirrorFixture() throws SQLException {
        this(Mirror.open(null, SECRET, true));
    }

    MirrorFixture(Path path) throws SQLException {
        this(Mirror.open(path, SECRET, true));
    }

    MirrorFixture(Mirror mirror) throws SQLException {
        this.mirror = mirror;
        connection = mirror.connect();
    }

    /** A change as the sink received it. */
    record Change(
            String kind, TableDefinition table, long oldId, List<Object> oldRow, long newId, List<Object> newRow) {
        /** Kind and images, for reading. */
        @Override
        public String toString() {
            return kind + " " + table.name()
                    + (oldRow == null ? "" : " " + oldId + oldRow)
                    + (newRow == null ? "" : " " + newId + newRow);
        }
    }

    private final ChangeSink sink = new ChangeSink() {
        @Override
        public long adopt(TableDefinition table, int columnIndex, long reference, long rowId) {
            TableDefinition.Column column = table.columns().get(columnIndex);
            float[] vector = context.vector(reference);
            if (vector.length != column.dimension()) {
                throw new StoreException(
                        StoreError.BAD_VECTOR,
                        "column \"" + column.name() + "\" has dimension " + column.dimension() + ", found "
                                + vector.length);
            }
            int ordinal = ordinals.merge(column.columnId(), 1, Integer::sum) - 1;
            long stored = VectorReference.of(column.columnId(), ordinal);
            vectors.put(stored, vector);
            return stored;
        }

        @Override
        public void inserted(TableDefinition table, long rowId, Object[] row) {
            changes.add(new Change("insert", table, 0, null, rowId, Arrays.asList(row)));
        }

        @Override
        public void updated(TableDefinition table, long oldRowId, Object[] oldRow, long newRowId, Object[] newRow) {
            changes.add(new Change("update", table, oldRowId, Arrays.asList(oldRow), newRowId, Arrays.asList(newRow)));
        }

        @Override
        public void deleted(TableDefinition table, long rowId, Object[] row) {
            changes.add(new Change("delete", table, rowId, Arrays.asList(row), 0, null));
        }
    };

    /** Begins a statement's context. */
    MirrorContext.Scope begin() {
        context = new MirrorContext(mirror.tables(), vectors::get, sink);
        context.collectInto(collected);
        return context.enter();
    }

    /** Runs one statement, its {@code float[]} parameters as staged vectors. */
    int update(String sql, Object... parameters) throws SQLException {
        try (MirrorContext.Scope scope = begin();
                PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Returns the rows of a query, each value as {@code getObject} gives it. */
    List<List<Object>> query(String sql, Object... parameters) throws SQLException {
        try (MirrorContext.Scope scope = begin();
                PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            var all = new ArrayList<List<Object>>();
            while (rows.next()) {
                var row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        }
    }

    /** Returns the only value of a query. */
    Object value(String sql, Object... parameters) throws SQLException {
        return query(sql, parameters).get(0).get(0);
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.jdbc().prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            statement.setObject(
                    i + 1, parameter instanceof float[] vector ? (Object) context.stage(vector) : parameter);
        }
        return statement;
    }

    /** Makes a schema change as the engine does. */
    SchemaPlan change(SchemaChange change) throws SQLException {
        connection.commit();
        SchemaPlan plan = mirror.plan(change, nextTableId, nextColumnId);
        mirror.apply(plan.mirrorSql());
        for (TableDefinition table : plan.created()) {
            tables.put(table.tableId(), table);
            nextTableId = table.tableId() + 1;
            nextColumnId += (int) table.columns().stream()
                    .filter(TableDefinition.Column::isVector)
                    .count();
        }
        plan.dropped().forEach(tables::remove);
        mirror.useTables(tables.values());
        return plan;
    }

    Collection<TableDefinition> tables() {
        return tables.values();
    }

    /** Creates a table; the primary key's columns are separated by commas, or there is none. */
    TableDefinition create(String name, String primaryKey, Object... columnsAndConstraints) throws SQLException {
        var columns = new ArrayList<SchemaChange.ColumnDefinition>();
        var constraints = new ArrayList<String>();
        for (Object part : columnsAndConstraints) {
            if (part instanceof SchemaChange.ColumnDefinition column) {
                columns.add(column);
            } else {
                constraints.add((String) part);
            }
        }
        var key = primaryKey == null ? null : new SchemaChange.PrimaryKey(null, List.of(primaryKey.split(",")));
        return change(new SchemaChange.CreateTable("PUBLIC", name, false, columns, key, constraints, "test"))
                .created()
                .get(0);
    }

    static SchemaChange.ColumnDefinition column(String name, String type) {
        return new SchemaChange.ColumnDefinition(name, type, 0, false, "");
    }

    static SchemaChange.ColumnDefinition column(String name, String type, String definition) {
        return new SchemaChange.ColumnDefinition(name, type, 0, false, definition);
    }

    static SchemaChange.ColumnDefinition vector(String name, int dimension) {
        return new SchemaChange.ColumnDefinition(name, "", dimension, false, "");
    }

    /** Runs anything as the unprivileged user. */
    void execute(String sql) throws SQLException {
        try (MirrorContext.Scope scope = begin();
                Statement statement = connection.jdbc().createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> changeTexts() {
        return changes.stream().map(Change::toString).toList();
    }

    /** Returns every row's image by row id, as the connection's transaction sees it. */
    Map<Long, List<Object>> images(TableDefinition table) throws SQLException {
        var images = new java.util.TreeMap<Long, List<Object>>();
        String name = MirrorSql.name(table.schema(), table.name());
        for (List<Object> row : query("SELECT _ROWID_ FROM " + name)) {
            long rowId = (Long) row.get(0);
            images.put(rowId, Arrays.asList(connection.readRow(table, rowId)));
        }
        return images;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        mirror.close();
    }
}
