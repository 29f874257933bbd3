package io.vectra.sql.plan;

import io.vectra.sql.execute.KnownRows;
import io.vectra.sql.execute.KnownValues;
import io.vectra.sql.execute.ListedFilter.ValueList;
import io.vectra.sql.execute.QueryVector;
import io.vectra.sql.mirror.MirrorDialect;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.MirrorFunctions;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Prints the queries of the mirror that a search asks beside the statement itself. */
final class MirrorQueries {
    private static final SqlParserPos POS = SqlParserPos.ZERO;
    private static final SqlFunction COLLECT = new SqlFunction(
            MirrorFunctions.COLLECT,
            SqlKind.OTHER_FUNCTION,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    private final CommonTables common;
    private final Validated statement;

    MirrorQueries(Validated statement) {
        this.common = CommonTables.of(statement);
        this.statement = statement;
    }

    /** Returns what the statement names in WITH. */
    CommonTables common() {
        return common;
    }

    /** Returns a query without FROM. */
    MirrorSql value(SqlNode item) {
        return print(select(null, List.of(item), null, List.of(), null));
    }

    /** Returns where a query vector comes from; a cast of a vector to a vector changes nothing. */
    QueryVector vector(SqlNode vector) {
        SqlNode source = vector;
        while (MirrorDialect.isVectorCast(source)) {
            source = ((SqlCall) source).operand(0);
        }
        return source instanceof SqlDynamicParam parameter
                ? new QueryVector(parameter.getIndex(), null)
                : new QueryVector(null, value(vector));
    }

    MirrorSql rows(SqlNode item, SqlNode from, List<SqlNode> conditions) {
        return rows(List.of(item), from, conditions);
    }

    /** Returns a query that collects the vectors of a column. */
    MirrorSql collecting(SqlNode column, SqlNode from, List<SqlNode> conditions) {
        return rows(new SqlBasicCall(COLLECT, List.of(column), POS), from, conditions);
    }

    /** Returns a query for row ids, in their order. */
    MirrorSql rowIds(RowIdNode rowId, SqlNode from, List<SqlNode> conditions) {
        return print(select(null, List.of(rowId), from, conditions, SqlNodeList.of(rowId)));
    }

    MirrorSql rows(List<SqlNode> items, SqlNode from, List<SqlNode> conditions) {
        return print(select(null, items, from, conditions, null));
    }

    /** Returns a query that gives each value once. */
    MirrorSql values(SqlNode item, SqlNode from, List<SqlNode> conditions, @Nullable SqlNodeList orderBy) {
        return print(eachOnce(item, from, conditions, orderBy));
    }

    private static SqlSelect eachOnce(
            SqlNode item, SqlNode from, List<SqlNode> conditions, @Nullable SqlNodeList orderBy) {
        SqlNodeList distinct = SqlNodeList.of(SqlLiteral.createSymbol(SqlSelectKeyword.DISTINCT, POS));
        return select(distinct, List.of(item), from, conditions, orderBy);
    }

    /** Returns the list of the values that something has, each once. */
    ValueList list(SqlNode item, SqlNode from, List<SqlNode> conditions, int slot) {
        return list(eachOnce(item, from, conditions, null), slot);
    }

    /**
     * Returns the list of the values that a query of the statement gives.
     *
     * @param slot where they go
     */
    ValueList list(SqlNode query, int slot) {
        SqlNode whole = common.inlined(query);
        Set<Integer> tables = CommittedRows.tables(whole, statement.catalog());
        MirrorSql sql = MirrorWriter.print(whole, UncorrelatedQueries.of(statement));
        return new ValueList(sql, slot, tables == null ? null : new KnownValues(tables, sql.slots()));
    }

    /**
     * Returns room for what is known of rows for which some conditions hold or not; null if that may change by itself.
     */
    @Nullable
    KnownRows knownRows(SqlNode from, List<SqlNode> conditions) {
        SqlNode asked =
                common.inlined(select(null, List.of(SqlLiteral.createExactNumeric("1", POS)), from, conditions, null));
        Set<Integer> tables = CommittedRows.tables(asked, statement.catalog());
        return tables == null
                ? null
                : new KnownRows(tables, MirrorWriter.print(asked).slots());
    }

    private MirrorSql print(SqlNode query) {
        return MirrorWriter.print(common.inlined(query), UncorrelatedQueries.of(statement));
    }

    private static SqlSelect select(
            @Nullable SqlNodeList keywords,
            List<SqlNode> items,
            @Nullable SqlNode from,
            List<SqlNode> conditions,
            @Nullable SqlNodeList orderBy) {
        return new SqlSelect(
                POS,
                keywords,
                new SqlNodeList(items, POS),
                from,
                Trees.and(conditions),
                null,
                null,
                null,
                null,
                orderBy,
                null,
                null,
                null);
    }
}
