package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;

/**
 * The answers of {@link java.sql.DatabaseMetaData} with a name, a list of words or a number. 0 is "no limit, or
 * unknown".
 */
abstract class DatabaseNames extends DatabaseSupport {
    private static final String NUMERIC_FUNCTIONS =
            "ABS,ACOS,ASIN,ATAN,ATAN2,COS,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,POWER,RADIANS,ROUND,SIGN,SIN,SQRT,TAN";
    private static final String STRING_FUNCTIONS = "CONCAT,LCASE,LENGTH,LOCATE,LTRIM,REPLACE,RTRIM,SUBSTRING,UCASE";
    private static final String TIME_FUNCTIONS = "CURRENT_DATE,CURRENT_TIMESTAMP,HOUR,MINUTE,MONTH,SECOND,YEAR";
    private static final String SYSTEM_FUNCTIONS = "IFNULL";
    private static final String KEYWORDS = "LIMIT,MINUS,OFFSET,QUALIFY";

    /** Returns what the database says it is. */
    abstract Product product();

    @Override
    public final String getDatabaseProductName() {
        return product().title();
    }

    @Override
    public final String getDatabaseProductVersion() {
        return product().version();
    }

    @Override
    public final String getDriverName() {
        return "Vectra JDBC driver";
    }

    @Override
    public final String getDriverVersion() {
        return DriverVersion.TEXT;
    }

    @Override
    public final String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public final String getExtraNameCharacters() {
        return "";
    }

    @Override
    public final String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public final String getSchemaTerm() {
        return "schema";
    }

    @Override
    public final String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public final String getCatalogTerm() {
        return "catalog";
    }

    @Override
    public final String getCatalogSeparator() {
        return ".";
    }

    @Override
    public final String getNumericFunctions() {
        return NUMERIC_FUNCTIONS;
    }

    @Override
    public final String getStringFunctions() {
        return STRING_FUNCTIONS;
    }

    @Override
    public final String getTimeDateFunctions() {
        return TIME_FUNCTIONS;
    }

    @Override
    public final String getSystemFunctions() {
        return SYSTEM_FUNCTIONS;
    }

    @Override
    public final String getSQLKeywords() {
        return KEYWORDS;
    }

    @Override
    public final String getUserName() {
        return SqlEngine.USER;
    }

    @Override
    public final int getDatabaseMajorVersion() {
        return product().major();
    }

    @Override
    public final int getDatabaseMinorVersion() {
        return product().minor();
    }

    @Override
    public final int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_READ_COMMITTED;
    }

    @Override
    public final int getDriverMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public final int getDriverMinorVersion() {
        return DriverVersion.MINOR;
    }

    @Override
    public final int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public final int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public final int getMaxBinaryLiteralLength() {
        return 0;
    }

    @Override
    public final int getMaxCatalogNameLength() {
        return 0;
    }

    @Override
    public final int getMaxCharLiteralLength() {
        return 0;
    }

    @Override
    public final int getMaxColumnNameLength() {
        return 0;
    }

    @Override
    public final int getMaxColumnsInGroupBy() {
        return 0;
    }

    @Override
    public final int getMaxColumnsInIndex() {
        return 0;
    }

    @Override
    public final int getMaxColumnsInOrderBy() {
        return 0;
    }

    @Override
    public final int getMaxColumnsInSelect() {
        return 0;
    }

    @Override
    public final int getMaxColumnsInTable() {
        return 0;
    }

    @Override
    public final int getMaxConnections() {
        return 0;
    }

    @Override
    public final int getMaxCursorNameLength() {
        return 0;
    }

    @Override
    public final int getMaxIndexLength() {
        return 0;
    }

    @Override
    public final int getMaxProcedureNameLength() {
        return 0;
    }

    @Override
    public final int getMaxRowSize() {
        return 0;
    }

    @Override
    public final int getMaxSchemaNameLength() {
        return 0;
    }

    @Override
    public final int getMaxStatementLength() {
        return 0;
    }

    @Override
    public final int getMaxStatements() {
        return 0;
    }

    @Override
    public final int getMaxTableNameLength() {
        return 0;
    }

    @Override
    public final int getMaxTablesInSelect() {
        return 0;
    }

    @Override
    public final int getMaxUserNameLength() {
        return 0;
    }

    @Override
    public final int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public final int getSQLStateType() {
        return sqlStateSQL;
    }

    @Override
    public final long getMaxLogicalLobSize() {
        return Integer.MAX_VALUE - 8;
    }

    @Override
    public final RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }
}
