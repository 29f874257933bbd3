package io.vectra.sql.parser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Puts WITH from before a changing statement before each of its queries that reads a name of it. */
public final class WithBeforeChange extends SqlShuttle {
    /** The place of the rows among the operands of an INSERT. */
    private static final int SOURCE = 2;

    private final SqlNodeList items;
    private final Set<String> names = new HashSet<>();

    private WithBeforeChange(SqlNodeList items) {
        this.items = items;
        items.forEach(item -> names.add(((SqlWithItem) item).name.getSimple()));
    }

    /** Returns the same statement without WITH before it. */
    public static SqlNode of(SqlNodeList items, SqlNode change) {
        return new WithBeforeChange(items).moved(change);
    }

    private SqlNode moved(SqlNode change) {
        if (change instanceof SqlInsert insert) {
            insert.setOperand(SOURCE, within(insert.getSource()));
            return insert;
        }
        if (change instanceof UpsertNode upsert) {
            ChangeBranch update = upsert.update();
            return new UpsertNode(
                    (SqlInsert) moved(upsert.insert()), upsert.key(), update == null ? null : moved(update));
        }
        if (change instanceof MergeKeyNode merge) {
            return new MergeKeyNode((SqlInsert) moved(merge.insert()), merge.key());
        }
        if (change instanceof MergeNode merge) {
            return new MergeNode(merge.getParserPosition(), moved(merge.parts()));
        }
        if (change instanceof SqlUpdate update) {
            return new SqlUpdate(
                    update.getParserPosition(),
                    update.getTargetTable(),
                    update.getTargetColumnList(),
                    moved(update.getSourceExpressionList()),
                    optional(update.getCondition()),
                    null,
                    update.getAlias());
        }
        if (change instanceof SqlDelete delete) {
            return new SqlDelete(
                    delete.getParserPosition(),
                    delete.getTargetTable(),
                    optional(delete.getCondition()),
                    null,
                    delete.getAlias());
        }
        if (change instanceof LimitedChangeNode limited) {
            return new LimitedChangeNode(limited.getParserPosition(), moved(limited.change()), limited.fetch());
        }
        if (change instanceof ReturningNode returning) {
            return new ReturningNode(
                    returning.getParserPosition(), moved(returning.change()), returning.version(), returning.rows());
        }
        return change;
    }

    private MergeNode.Parts moved(MergeNode.Parts parts) {
        List<ChangeBranch> branches = new ArrayList<>();
        parts.branches().forEach(branch -> branches.add(moved(branch)));
        return new MergeNode.Parts(
                parts.table(), parts.alias(), source(parts.source()), within(parts.condition()), branches);
    }

    private ChangeBranch moved(ChangeBranch branch) {
        return new ChangeBranch(
                branch.pos(), branch.action(), optional(branch.condition()), branch.columns(), moved(branch.values()));
    }

    private SqlNodeList moved(SqlNodeList expressions) {
        SqlNodeList moved = new SqlNodeList(expressions.getParserPosition());
        expressions.forEach(each -> moved.add(within(each)));
        return moved;
    }

    /** A query that is named in WITH may be the source itself. */
    private SqlNode source(SqlNode source) {
        boolean hasAlias = source.getKind() == SqlKind.AS;
        SqlNode rows = hasAlias ? ((SqlCall) source).operand(0) : source;
        if (!(rows instanceof SqlIdentifier name) || !reads(name)) {
            return within(source);
        }
        SqlParserPos pos = name.getParserPosition();
        SqlNode all = before(PlainSelect.all(pos, name));
        if (!hasAlias) {
            return SqlStdOperatorTable.AS.createCall(pos, all, name.clone(pos));
        }
        ((SqlCall) source).setOperand(0, all);
        return source;
    }

    private @Nullable SqlNode optional(@Nullable SqlNode expression) {
        return expression == null ? null : within(expression);
    }

    private SqlNode within(SqlNode expression) {
        return Objects.requireNonNull(expression.accept(this), "an expression never becomes nothing");
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (!call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.ORDER_BY) {
            return super.visit(call);
        }
        return reads(call) ? before(call) : call;
    }

    private SqlNode before(SqlNode query) {
        if (query instanceof SqlOrderBy ordered) {
            return new SqlOrderBy(
                    ordered.getParserPosition(),
                    before(ordered.query),
                    ordered.orderList,
                    ordered.offset,
                    ordered.fetch);
        }
        return new SqlWith(items.getParserPosition(), (SqlNodeList) TreeCopy.of(items), query);
    }

    private boolean reads(SqlNode tree) {
        boolean[] found = {false};
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                found[0] |= id.isSimple() && names.contains(id.getSimple());
                return null;
            }
        });
        return found[0];
    }
}
