package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.TableInfo;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Names the HNSW and full-text indexes that their statement gives no name, as PostgreSQL does: ITEMS_EMBEDDING_IDX. */
final class SearchIndexName {
    private SearchIndexName() {}

    /** Returns the name that the statement gives the index, or a free one. */
    static SqlIdentifier of(CreateIndexNode create, TableInfo table, CatalogView catalog) {
        SqlIdentifier given = create.parts().name();
        if (given != null) {
            return given;
        }
        if (create.ifNotExists()) {
            throw Failures.at(
                    "42000",
                    "IF NOT EXISTS needs the name of the index: CREATE INDEX IF NOT EXISTS name ON " + table.name(),
                    create.getParserPosition());
        }
        StringBuilder stem = new StringBuilder(table.name()).append('_');
        for (SqlNode column : create.parts().columns()) {
            stem.append(column instanceof SqlIdentifier name ? DefinitionPlanner.lastOf(name) + "_" : "");
        }
        stem.append("IDX");
        String name = stem.toString();
        for (int i = 1; catalog.hasSearchIndex(table.schema(), name); i++) {
            name = stem.toString() + i;
        }
        return new SqlIdentifier(name, create.getParserPosition());
    }
}
