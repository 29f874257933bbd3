package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database and the driver to tools.
 *
 * <p>Tables, columns and primary keys come from the catalog, indexes and foreign keys from the mirror; what the mirror
 * keeps for itself is left out. There is one catalog, which names in SQL do not mention, and no procedures, privileges
 * or user-defined types. Name patterns know {@code %}, {@code _} and the escape {@code \}.
 *
 * <p>Thread rule: any thread; each answer is as of its call.
 */
final class VectraDatabaseMetaData extends DatabaseNames {
    private final VectraConnection connection;

    VectraDatabaseMetaData(VectraConnection connection) {
        this.connection = connection;
    }

    @Override
    Product product() {
        return connection.product();
    }

    private TableRows tables() throws SQLException {
        return new TableRows(connection.catalog());
    }

    // ---- schemas, tables, columns

    @Override
    public ResultSet getCatalogs() throws SQLException {
        connection.checkOpen();
        var rows = new MetadataRows("TABLE_CAT");
        rows.add(SqlEngine.CATALOG);
        return rows.toResultSet();
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) throws SQLException {
        return tables().schemas(new NameFilter(catalog, schemaPattern, null));
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        connection.checkOpen();
        var rows = new MetadataRows("TABLE_TYPE");
        rows.add(TableRows.GLOBAL_TEMPORARY);
        rows.add(TableRows.LOCAL_TEMPORARY);
        rows.add(TableRows.SYSTEM_TABLE);
        rows.add(TableRows.TABLE);
        rows.add(TableRows.VIEW);
        return rows.toResultSet();
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] types)
            throws SQLException {
        return tables().tables(new NameFilter(catalog, schemaPattern, tablePattern), types);
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return tables().columns(new NameFilter(catalog, schemaPattern, tablePattern), new NamePattern(columnPattern));
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows(
                        "TABLE_CAT,TABLE_SCHEM,TABLE_NAME,COLUMN_NAME,DATA_TYPE:I,COLUMN_SIZE:I,DECIMAL_DIGITS:I,"
                                + "NUM_PREC_RADIX:I,COLUMN_USAGE,REMARKS,CHAR_OCTET_LENGTH:I,IS_NULLABLE")
                .toResultSet();
    }

    // ---- keys and indexes

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return tables().primaryKeys(NameFilter.exact(catalog, schema, table));
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return tables().bestRowIdentifier(NameFilter.exact(catalog, schema, table));
    }

    /** Answers that no column changes by itself whenever its row does. */
    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows(TableRows.ROW_IDENTIFIER_COLUMNS).toResultSet();
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return new KeyRows(connection).indexes(NameFilter.exact(catalog, schema, table), unique);
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return new KeyRows(connection).importedKeys(NameFilter.exact(catalog, schema, table));
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return new KeyRows(connection).exportedKeys(NameFilter.exact(catalog, schema, table));
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            String foreignTable)
            throws SQLException {
        return new KeyRows(connection)
                .crossReference(
                        NameFilter.exact(parentCatalog, parentSchema, parentTable),
                        NameFilter.exact(foreignCatalog, foreignSchema, foreignTable));
    }

    // ---- types and functions

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        connection.checkOpen();
        return TypeRows.types();
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            int @Nullable [] types)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TYPE_CAT,TYPE_SCHEM,TYPE_NAME,CLASS_NAME,DATA_TYPE:I,REMARKS,BASE_TYPE:S")
                .toResultSet();
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typePattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TYPE_CAT,TYPE_SCHEM,TYPE_NAME,SUPERTYPE_CAT,SUPERTYPE_SCHEM,SUPERTYPE_NAME")
                .toResultSet();
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TABLE_CAT,TABLE_SCHEM,TABLE_NAME,SUPERTABLE_NAME").toResultSet();
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            @Nullable String attributePattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TYPE_CAT,TYPE_SCHEM,TYPE_NAME,ATTR_NAME,DATA_TYPE:I,ATTR_TYPE_NAME,ATTR_SIZE:I,"
                        + "DECIMAL_DIGITS:I,NUM_PREC_RADIX:I,NULLABLE:I,REMARKS,ATTR_DEF,SQL_DATA_TYPE:I,SQL_DATETIME_SUB:I,"
                        + "CHAR_OCTET_LENGTH:I,ORDINAL_POSITION:I,IS_NULLABLE,SCOPE_CATALOG,SCOPE_SCHEMA,SCOPE_TABLE,"
                        + "SOURCE_DATA_TYPE:S")
                .toResultSet();
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionPattern)
            throws SQLException {
        connection.checkOpen();
        return FunctionRows.functions(new NameFilter(catalog, schemaPattern, functionPattern));
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionPattern,
            @Nullable String columnPattern)
            throws SQLException {
        connection.checkOpen();
        return FunctionRows.columns(
                new NameFilter(catalog, schemaPattern, functionPattern), new NamePattern(columnPattern));
    }

    @Override
    public ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedurePattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("PROCEDURE_CAT,PROCEDURE_SCHEM,PROCEDURE_NAME,RESERVED1,RESERVED2,RESERVED3,REMARKS,"
                        + "PROCEDURE_TYPE:S,SPECIFIC_NAME")
                .toResultSet();
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedurePattern,
            @Nullable String columnPattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("PROCEDURE_CAT,PROCEDURE_SCHEM,PROCEDURE_NAME,COLUMN_NAME,COLUMN_TYPE:S,DATA_TYPE:I,"
                        + "TYPE_NAME,PRECISION:I,LENGTH:I,SCALE:S,RADIX:S,NULLABLE:S,REMARKS,COLUMN_DEF,SQL_DATA_TYPE:I,"
                        + "SQL_DATETIME_SUB:I,CHAR_OCTET_LENGTH:I,ORDINAL_POSITION:I,IS_NULLABLE,SPECIFIC_NAME")
                .toResultSet();
    }

    // ---- privileges and the rest

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TABLE_CAT,TABLE_SCHEM,TABLE_NAME,GRANTOR,GRANTEE,PRIVILEGE,IS_GRANTABLE")
                .toResultSet();
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String catalog, @Nullable String schema, String table, @Nullable String columnPattern)
            throws SQLException {
        connection.checkOpen();
        return new MetadataRows("TABLE_CAT,TABLE_SCHEM,TABLE_NAME,COLUMN_NAME,GRANTOR,GRANTEE,PRIVILEGE,IS_GRANTABLE")
                .toResultSet();
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        connection.checkOpen();
        var rows = new MetadataRows("NAME,MAX_LEN:I,DEFAULT_VALUE,DESCRIPTION");
        for (String name : ClientInfo.NAMES) {
            rows.add(name, Integer.MAX_VALUE, "", "A name the application gives itself; it changes nothing");
        }
        return rows.toResultSet();
    }

    @Override
    public String getURL() {
        return connection.displayUrl();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.call(session -> session.database().isReadOnly());
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
