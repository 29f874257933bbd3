package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateViewNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Puts the queries of views in the place of their names, so that the planner sees through them.
 *
 * <p>The text of a view is read anew each time; its names are those of the default schema, whatever WITH around the
 * view defines and whatever the current schema is.
 */
public final class ViewExpansion extends TableReplacement {
    private final CatalogView catalog;
    /** The views whose text is being read, from the outermost to this one. */
    private final List<TableInfo> inside;

    private final Set<TableInfo> found;
    /** The names of tables and sequences without a schema that the tree itself has. */
    private final List<SqlIdentifier> unqualified = new ArrayList<>();

    private final Set<SqlNode> expandedTexts = Collections.newSetFromMap(new IdentityHashMap<>());
    private Set<String> shadowed = Set.of();

    private ViewExpansion(CatalogView catalog, List<TableInfo> inside, Set<TableInfo> found) {
        this.catalog = catalog;
        this.inside = inside;
        this.found = found;
    }

    /**
     * Changes a parsed tree.
     *
     * @return the views that it reads, directly or through others
     */
    public static Set<TableInfo> expand(SqlNode tree, CatalogView catalog) {
        Set<TableInfo> found = new LinkedHashSet<>();
        tree.accept(new ViewExpansion(catalog, List.of(), found));
        return found;
    }

    /** Returns the names without a schema, of tables, views and sequences, in a query; some perhaps twice. */
    public static List<SqlIdentifier> unqualified(SqlNode query, CatalogView catalog) {
        var expansion = new ViewExpansion(catalog, List.of(), new LinkedHashSet<>());
        query.accept(expansion);
        return expansion.unqualified;
    }

    /** Returns the query in the text of a CREATE VIEW. */
    private static CreateViewNode.Parts parsed(String sql) {
        return ((CreateViewNode) SqlText.parse(sql)).parts();
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (expandedTexts.contains(call)) {
            return null;
        }
        if (call instanceof SqlWith with) {
            visitWith(with);
            return null;
        }
        if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            call.setOperand(0, qualified(call.operand(0), shadowed));
            return null;
        }
        if (SequenceFunction.isCall(call)) {
            SqlIdentifier sequence = SequenceFunction.unqualified(call);
            if (sequence != null && !qualified(sequence, Set.of()).isSimple()) {
                SequenceFunction.qualify(call, Catalog.DEFAULT_SCHEMA);
            }
            return null;
        }
        if (SequenceValue.isSequenceValue(call)) {
            SqlIdentifier sequence = SequenceValue.sequence(call);
            SqlIdentifier qualified = qualified(sequence, Set.of());
            if (qualified != sequence) {
                sequence.setNames(qualified.names, null);
            }
        }
        return super.visit(call);
    }

    /** The name of an item holds in the items after it, and in the query; after RECURSIVE, in its own, too. */
    private void visitWith(SqlWith with) {
        Set<String> before = shadowed;
        Set<String> names = new HashSet<>(before);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            names.add(item.name.getSimple());
            shadowed = item.recursive.booleanValue() ? Set.copyOf(names) : shadowed;
            item.query.accept(this);
            shadowed = Set.copyOf(names);
        }
        with.body.accept(this);
        shadowed = before;
    }

    @Override
    protected SqlNode replaced(SqlNode from) {
        if (from instanceof SqlIdentifier name) {
            TableInfo view = view(name);
            SqlIdentifier alias = new SqlIdentifier(last(name), name.getParserPosition());
            return view == null ? qualified(name, shadowed) : expanded(view, name, List.of(alias));
        }
        if (from.getKind() == SqlKind.AS && ((SqlCall) from).operand(0) instanceof SqlIdentifier name) {
            TableInfo view = view(name);
            List<SqlNode> operands = ((SqlCall) from).getOperandList();
            if (view != null) {
                return expanded(view, name, operands.subList(1, operands.size()));
            }
            ((SqlCall) from).setOperand(0, qualified(name, shadowed));
        }
        return from;
    }

    /** In the text of a view, a name means a table even where WITH around the view defines the same name. */
    private SqlIdentifier qualified(SqlIdentifier name, Set<String> hidden) {
        if (!name.isSimple() || hidden.contains(name.getSimple())) {
            return name;
        }
        if (inside.isEmpty()) {
            unqualified.add(name);
            return name;
        }
        SqlParserPos pos = name.getParserPosition();
        return new SqlIdentifier(List.of(Catalog.DEFAULT_SCHEMA, name.getSimple()), pos);
    }

    private @Nullable TableInfo view(SqlIdentifier name) {
        if (name.isSimple() && shadowed.contains(name.getSimple())) {
            return null;
        }
        TableInfo table = catalog.table(qualified(name, shadowed));
        return table == null || table.viewSql() == null ? null : table;
    }

    private SqlNode expanded(TableInfo view, SqlIdentifier name, List<SqlNode> alias) {
        SqlParserPos pos = name.getParserPosition();
        if (inside.contains(view)) {
            throw Failures.at("42P17", "View \"" + view.name() + "\" reads itself", pos);
        }
        found.add(view);
        String sql = view.viewSql();
        if (sql == null) {
            throw new AssertionError("a view has a text");
        }
        CreateViewNode.Parts parts = parsed(sql);
        List<TableInfo> deeper = new ArrayList<>(inside);
        deeper.add(view);
        parts.query().accept(new ViewExpansion(catalog, deeper, found));
        List<SqlNode> operands = new ArrayList<>();
        expandedTexts.add(parts.query());
        operands.add(parts.query());
        operands.add(alias.get(0));
        if (alias.size() > 1) {
            operands.addAll(alias.subList(1, alias.size()));
        } else if (parts.columns() != null) {
            parts.columns().forEach(operands::add);
        }
        return SqlStdOperatorTable.AS.createCall(pos, operands);
    }

    private static String last(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }
}
