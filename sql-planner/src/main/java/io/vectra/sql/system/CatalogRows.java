package io.vectra.sql.system;

import io.vectra.sql.parser.SqlText;
import io.vectra.sql.setting.Setting;
import io.vectra.sql.setting.SettingValues;
import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What INFORMATION_SCHEMA tells of a catalog beyond what the mirror knows. Schemas are called as in the mirror. */
enum CatalogRows implements SystemRows {
    /** The columns that hold vectors, where the mirror has references. */
    VECTOR_COLUMNS(
            "COLUMN_KEY:S,DIMENSION:I",
            (catalog, values) -> ofTables(
                    catalog,
                    table -> table.columns().stream()
                            .filter(ColumnInfo::isVector)
                            .map(column -> new @Nullable Object[] {key(table, column.name()), dimension(column)}))),
    /** The columns of row ids that no user declared. */
    HIDDEN_COLUMNS(
            "COLUMN_KEY:S",
            (catalog, values) ->
                    keyless(catalog).map(table -> new @Nullable Object[] {key(table, table.rowIdColumn())})),
    /** The tables that have such a column, and so another primary key than their user declared. */
    KEYLESS_TABLES(
            "TABLE_KEY:S", (catalog, values) -> keyless(catalog).map(table -> new @Nullable Object[] {key(table)})),
    /** The primary keys that are UNIQUE constraints in the mirror, for the same reason. */
    DECLARED_KEYS(
            "CONSTRAINT_KEY:S",
            (catalog, values) -> keyless(catalog)
                    .filter(table -> table.primaryKeyName() != null)
                    .map(table -> new @Nullable Object[] {key(table, String.valueOf(table.primaryKeyName()))})),
    /** The tables of which each session has a local one in the mirror. */
    GLOBAL_TEMPORARIES(
            "TABLE_KEY:S",
            (catalog, values) -> catalog.tables().stream()
                    .filter(table -> table.lifetime() == TableInfo.Lifetime.GLOBAL_TEMPORARY)
                    .map(table -> new @Nullable Object[] {key(table)})),
    /** The queries of views as their users wrote them. */
    VIEW_QUERIES(
            "TABLE_KEY:S,QUERY:S",
            (catalog, values) -> catalog.tables().stream()
                    .filter(table -> table.viewSql() != null)
                    .map(table ->
                            new @Nullable Object[] {key(table), SqlText.queryOfView(String.valueOf(table.viewSql()))})),
    /** The HNSW and full-text indexes. */
    SEARCH_INDEXES(
            "TABLE_SCHEMA:S,TABLE_NAME:S,INDEX_NAME:S,INDEX_TYPE_NAME:S",
            (catalog, values) -> ofTables(
                    catalog,
                    table -> Stream.concat(
                            table.vectorIndexes().stream().map(index ->
                                    new @Nullable Object[] {table.schema(), table.name(), index.name(), "HNSW INDEX"}),
                            table.textIndexes().stream()
                                    .map(index -> new @Nullable Object[] {
                                        table.schema(), table.name(), index.name(), "FULLTEXT INDEX"
                                    })))),
    /** The columns of those. */
    SEARCH_INDEX_COLUMNS(
            "TABLE_SCHEMA:S,TABLE_NAME:S,INDEX_NAME:S,COLUMN_NAME:S,ORDINAL_POSITION:I",
            (catalog, values) -> ofTables(catalog, CatalogRows::indexColumns)),
    /** The tables of the system. */
    SYSTEM_TABLES(
            "TABLE_SCHEMA:S,TABLE_NAME:S",
            (catalog, values) -> SystemCatalog.tables().stream()
                    .map(table -> new @Nullable Object[] {table.schema(), table.name()})),
    /** Their columns. */
    SYSTEM_COLUMNS(
            "TABLE_SCHEMA:S,TABLE_NAME:S,COLUMN_NAME:S,ORDINAL_POSITION:I,DATA_TYPE:S",
            (catalog, values) -> SystemCatalog.tables().stream().flatMap(CatalogRows::columns)),
    /** The settings as the session has them. */
    SESSION_SETTINGS(
            "SETTING_NAME:S,SETTING_VALUE:S",
            (catalog, values) -> Arrays.stream(Setting.values())
                    .map(setting -> new @Nullable Object[] {setting.label(), setting.value(values)}));

    private final TableInfo info;
    private final BiFunction<Catalog, SettingValues, Stream<@Nullable Object[]>> reading;

    CatalogRows(String columns, BiFunction<Catalog, SettingValues, Stream<@Nullable Object[]>> reading) {
        this.info = SystemRows.describe(SystemTable.SCHEMA, name(), columns);
        this.reading = reading;
    }

    @Override
    public TableInfo info() {
        return info;
    }

    @Override
    public Stream<@Nullable Object[]> rows(Session session, SettingValues values) {
        return reading.apply(session.catalog(), values);
    }

    private static Stream<@Nullable Object[]> ofTables(
            Catalog catalog, Function<TableInfo, Stream<@Nullable Object[]>> rows) {
        return catalog.tables().stream().flatMap(rows);
    }

    private static Stream<TableInfo> keyless(Catalog catalog) {
        return catalog.tables().stream().filter(table -> !table.isView() && table.column(table.rowIdColumn()) == null);
    }

    /** Returns the text that a table is known by: no two have the same, whatever they are called. */
    private static String key(TableInfo table) {
        return table.schema().length() + " " + table.schema() + table.name();
    }

    /** Returns the text that a table's column or constraint is known by. */
    private static String key(TableInfo table, String name) {
        return table.schema().length() + " " + table.name().length() + " " + table.schema() + table.name() + name;
    }

    private static @Nullable Integer dimension(ColumnInfo column) {
        VectorInfo vector = column.vector();
        return vector == null ? null : Integer.valueOf(vector.dimension());
    }

    private static Stream<@Nullable Object[]> indexColumns(TableInfo table) {
        Stream<@Nullable Object[]> ofVectors = table.vectorIndexes().stream()
                .flatMap((VectorIndexInfo index) -> indexColumns(table, index.name(), List.of(index.column())));
        Stream<@Nullable Object[]> ofTexts = table.textIndexes().stream()
                .flatMap((TextIndexInfo index) -> indexColumns(table, index.name(), index.columns()));
        return Stream.concat(ofVectors, ofTexts);
    }

    private static Stream<@Nullable Object[]> indexColumns(TableInfo table, String index, List<String> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new @Nullable Object[] {table.schema(), table.name(), index, columns.get(i), i + 1});
    }

    private static Stream<@Nullable Object[]> columns(TableInfo table) {
        return IntStream.range(0, table.columns().size()).mapToObj(i -> new @Nullable Object[] {
            table.schema(),
            table.name(),
            table.columns().get(i).name(),
            i + 1,
            table.columns().get(i).type().name()
        });
    }
}
