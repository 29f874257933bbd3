package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.ChangeBranch;
import io.vectra.sql.parser.MergeNode;
import io.vectra.sql.parser.UpsertNode;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT with ON CONFLICT, as the MERGE that it means: the rows to be inserted are the source EXCLUDED.
 *
 * @param merge the MERGE; without branches for DO NOTHING
 * @param columns the columns that are inserted
 * @param keys the unique keys that may be in conflict, with all their columns inserted; empty if there can be no
 *     conflict
 */
public record CheckedUpsert(CheckedMerge merge, List<ColumnInfo> columns, List<List<String>> keys) {
    /** What the rows to be inserted are called. */
    public static final String EXCLUDED = "EXCLUDED";

    /** An INSERT with ON CONFLICT before it is checked. */
    public static final class Draft {
        private final TableInfo table;
        private final List<ColumnInfo> columns;
        private final List<List<String>> keys;
        private final MergeNode merge;

        /**
         * Works out what the statement means.
         *
         * @param table the table that is changed
         */
        public Draft(UpsertNode upsert, TableInfo table) {
            this.table = table;
            SqlInsert insert = upsert.insert();
            SqlNodeList names = insert.getTargetColumnList();
            List<ColumnInfo> written =
                    new ArrayList<>(names == null ? table.columns() : CheckedMerge.columns(names, table));
            SqlNode rows = withoutDefaults(insert.getSource(), written);
            this.columns = written;
            List<String> inserted = columns.stream().map(ColumnInfo::name).toList();
            this.keys = keys(upsert.key(), table, insert.getParserPosition()).stream()
                    .filter(inserted::containsAll)
                    .toList();
            this.merge = merge(upsert, rows, inserted);
        }

        /** Returns the MERGE, for counting its parameters. */
        public MergeNode merge() {
            return merge;
        }

        /** Checks the statement. */
        public CheckedUpsert check(CatalogView catalog, Parameters parameters) {
            return new CheckedUpsert(CheckedMerge.of(merge, table, catalog, parameters, columns), columns, keys);
        }

        private MergeNode merge(UpsertNode upsert, SqlNode rows, List<String> inserted) {
            SqlInsert insert = upsert.insert();
            SqlIdentifier name = (SqlIdentifier) insert.getTargetTable();
            SqlParserPos pos = insert.getParserPosition();
            List<SqlNode> source = new ArrayList<>();
            source.add(rows);
            source.add(new SqlIdentifier(EXCLUDED, pos));
            inserted.forEach(column -> source.add(new SqlIdentifier(column, pos)));
            List<ChangeBranch> branches = new ArrayList<>();
            ChangeBranch update = upsert.update();
            String target = table.name();
            if (update != null) {
                branches.add(qualified(update, target));
                SqlNodeList values = new SqlNodeList(pos);
                inserted.forEach(column -> values.add(new SqlIdentifier(List.of(EXCLUDED, column), pos)));
                SqlNodeList names = new SqlNodeList(pos);
                inserted.forEach(column -> names.add(new SqlIdentifier(column, pos)));
                branches.add(ChangeBranch.insert(pos, null, names, values));
            }
            SqlNode condition =
                    keys.isEmpty() ? SqlLiteral.createBoolean(false, pos) : isEqual(keys.get(0), target, pos);
            return new MergeNode(
                    pos,
                    new MergeNode.Parts(
                            name, null, SqlStdOperatorTable.AS.createCall(pos, source), condition, branches));
        }

        private static SqlNode isEqual(List<String> key, String target, SqlParserPos pos) {
            SqlNode all = null;
            for (String column : key) {
                SqlNode one = SqlStdOperatorTable.EQUALS.createCall(
                        pos,
                        new SqlIdentifier(List.of(target, column), pos),
                        new SqlIdentifier(List.of(EXCLUDED, column), pos));
                all = all == null ? one : SqlStdOperatorTable.AND.createCall(pos, all, one);
            }
            if (all == null) {
                throw new AssertionError("a key has columns");
            }
            return all;
        }

        /** In DO UPDATE, a name alone is a column of the table. */
        private ChangeBranch qualified(ChangeBranch update, String target) {
            SqlShuttle qualifying = new SqlShuttle() {
                @Override
                public @Nullable SqlNode visit(SqlIdentifier name) {
                    boolean isColumn = name.isSimple() && table.column(name.getSimple()) != null;
                    return isColumn
                            ? new SqlIdentifier(List.of(target, name.getSimple()), name.getParserPosition())
                            : name;
                }

                @Override
                public @Nullable SqlNode visit(SqlCall call) {
                    return call.isA(SqlKind.QUERY) ? call : super.visit(call);
                }
            };
            SqlNodeList values = new SqlNodeList(update.values().getParserPosition());
            for (SqlNode value : update.values()) {
                values.add(value.accept(qualifying));
            }
            SqlNode where =
                    update.condition() == null ? null : update.condition().accept(qualifying);
            return new ChangeBranch(update.pos(), update.action(), where, update.columns(), values);
        }
    }

    private static List<List<String>> keys(@Nullable SqlNodeList named, TableInfo table, SqlParserPos pos) {
        if (named == null) {
            return table.uniqueKeys();
        }
        List<String> wanted = CheckedMerge.columns(named, table).stream()
                .map(ColumnInfo::name)
                .toList();
        for (List<String> key : table.uniqueKeys()) {
            if (Set.copyOf(key).equals(Set.copyOf(wanted))) {
                return List.of(key);
            }
        }
        throw Failures.at(
                "42P10",
                "ON CONFLICT " + wanted + " needs a unique key of these columns, but table " + table.name() + " has "
                        + (table.uniqueKeys().isEmpty() ? "none" : table.uniqueKeys()),
                named.getParserPosition() == SqlParserPos.ZERO ? pos : named.getParserPosition());
    }

    /** Takes out the columns that get their default in every row. */
    private static SqlNode withoutDefaults(SqlNode source, List<ColumnInfo> columns) {
        if (source.getKind() != SqlKind.VALUES) {
            return source;
        }
        List<SqlNode> rows = ((SqlCall) source).getOperandList();
        Set<Integer> defaults = new HashSet<>();
        for (SqlNode row : rows) {
            List<SqlNode> values = ((SqlCall) row).getOperandList();
            if (values.size() != columns.size()) {
                throw Failures.at(
                        Failures.COLUMN_COUNT,
                        "The INSERT has " + columns.size() + " columns, but " + values.size() + " values",
                        row.getParserPosition());
            }
            for (int i = 0; i < values.size(); i++) {
                if (VectorTyping.isDefaultCall(values.get(i))) {
                    defaults.add(i);
                }
            }
        }
        if (defaults.isEmpty()) {
            return source;
        }
        List<SqlNode> shorter = new ArrayList<>();
        for (SqlNode row : rows) {
            List<SqlNode> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                SqlNode value = ((SqlCall) row).operand(i);
                if (!defaults.contains(i)) {
                    values.add(value);
                } else if (!VectorTyping.isDefaultCall(value)) {
                    throw Failures.notSupported(
                            "DEFAULT for column " + columns.get(i).name()
                                    + " in some rows, and a value in others, is not supported with ON CONFLICT",
                            value.getParserPosition());
                }
            }
            shorter.add(((SqlCall) row).getOperator().createCall(row.getParserPosition(), values));
        }
        List<ColumnInfo> all = List.copyOf(columns);
        columns.clear();
        for (int i = 0; i < all.size(); i++) {
            if (!defaults.contains(i)) {
                columns.add(all.get(i));
            }
        }
        return ((SqlCall) source).getOperator().createCall(source.getParserPosition(), shorter);
    }
}
