package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateViewNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.ViewExpansion;
import io.vectra.storage.Catalog;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Writes the current schema before the names of a view's text that have none, so that they go on meaning it. In the
 * default schema the text stays as it is: that is what names without a schema mean in views.
 */
final class NameCompletion {
    private NameCompletion() {}

    /** Returns the text of a CREATE VIEW that is known to be right, with the schemas of what its query reads. */
    static String completed(String sql, CatalogView catalog) {
        String schema = catalog.currentSchema();
        if (schema.equals(Catalog.DEFAULT_SCHEMA)) {
            return sql;
        }
        SqlNode query = ((CreateViewNode) SqlText.parse(sql)).parts().query();
        var offsets = new TreeSet<Integer>();
        for (SqlIdentifier name : ViewExpansion.unqualified(query, catalog)) {
            SqlParserPos pos = name.getParserPosition();
            offsets.add(SqlText.offset(sql, pos.getLineNum(), pos.getColumnNum()));
        }
        var text = new StringBuilder(sql);
        String start = DefinitionPlanner.quoted(schema) + ".";
        // NEXTVAL('name') has the name in a text.
        offsets.descendingIterator()
                .forEachRemaining(at -> text.insert(at, sql.charAt(at - 1) == '\'' ? start.replace("'", "''") : start));
        return text.toString();
    }
}
