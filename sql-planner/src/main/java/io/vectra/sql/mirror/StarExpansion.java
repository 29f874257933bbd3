package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateViewNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Writes the columns that the stars of a view mean now into its text, so that it goes on meaning them when its tables
 * get others.
 */
final class StarExpansion {
    /** A line that no statement has: stars are put there to be known again by their columns. */
    private static final int LINE = 1 << 28;

    private final List<SqlParserPos> stars = new ArrayList<>();
    private final List<List<SqlNode>> columns = new ArrayList<>();

    private StarExpansion() {}

    /** Returns the text of a CREATE VIEW that is known to be right, without stars. */
    static String expanded(String sql, CatalogView catalog) {
        SqlNode query = ((CreateViewNode) SqlText.parse(sql)).parts().query();
        StarExpansion expansion = new StarExpansion();
        query.accept(new SelectLists(expansion::mark));
        if (expansion.stars.isEmpty()) {
            return sql;
        }
        Validation.validate(query, catalog).node().accept(new SelectLists(expansion::collect));
        return expansion.written(sql);
    }

    private void mark(SqlNodeList items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof SqlIdentifier name && name.isStar()) {
                items.set(i, new SqlIdentifier(name.names, new SqlParserPos(LINE + stars.size(), 1)));
                stars.add(name.getParserPosition());
                columns.add(new ArrayList<>());
            }
        }
    }

    private void collect(SqlNodeList items) {
        for (SqlNode item : items) {
            int star = starOf(item);
            if (star >= 0) {
                columns.get(star).add(item);
            }
        }
    }

    /** A column that USING joins by is an expression over columns of the star. */
    private static int starOf(SqlNode item) {
        int[] line = {item.getParserPosition().getLineNum()};
        item.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                line[0] = Math.max(line[0], name.getParserPosition().getLineNum());
                return null;
            }

            @Override
            public @Nullable Void visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? null : super.visit(call);
            }
        });
        return line[0] - LINE;
    }

    private String written(String sql) {
        NavigableMap<Integer, Integer> byOffset = new TreeMap<>();
        for (int i = 0; i < stars.size(); i++) {
            byOffset.put(
                    SqlText.offset(sql, stars.get(i).getLineNum(), stars.get(i).getColumnNum()), i);
        }
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, Integer> star : byOffset.entrySet()) {
            SqlParserPos pos = stars.get(star.getValue());
            List<SqlNode> means = columns.get(star.getValue());
            if (!means.isEmpty()) {
                text.append(sql, done, star.getKey())
                        .append(means.stream().map(StarExpansion::text).collect(Collectors.joining(", ")));
                done = SqlText.offset(sql, pos.getEndLineNum(), pos.getEndColumnNum()) + 1;
            }
        }
        return text.append(sql, done, sql.length()).toString();
    }

    private static String text(SqlNode item) {
        return item instanceof SqlIdentifier name
                ? name.names.stream().map(DefinitionPlanner::quoted).collect(Collectors.joining("."))
                : MirrorWriter.print(item).text();
    }

    /** Goes through the select lists of a tree. */
    private static final class SelectLists extends SqlBasicVisitor<Void> {
        /** Takes a select list. */
        @FunctionalInterface
        interface Taking {
            void take(SqlNodeList items);
        }

        private final Taking taking;

        SelectLists(Taking taking) {
            this.taking = taking;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
                taking.take(select.getSelectList());
            }
            return super.visit(call);
        }
    }
}
