package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The net effect of some log frames: of every touched row, what is left of it.
 *
 * @param tables one entry for each touched table
 * @param sequences where sequences stand that belong to no column
 */
public record RedoSet(List<TableRedo> tables, List<SequencePosition> sequences) {
    public RedoSet {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /** The net effect on tables alone. */
    public RedoSet(List<TableRedo> tables) {
        this(tables, List.of());
    }

    /**
     * The net effect on one table. The arrays and rows are not copied.
     *
     * @param table its definition
     * @param rowIds every row that was inserted, changed, or deleted, before and after its row id changed: whatever the
     *     mirror has of them goes
     * @param rows the final images of those that exist, in any order: one value for each of the table's columns, of the
     *     types of {@link ChangeSink#inserted}
     * @param identities the positions of the table's identities
     */
    public record TableRedo(
            TableDefinition table, long[] rowIds, List<@Nullable Object[]> rows, List<IdentityPosition> identities) {
        public TableRedo {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(rowIds, "rowIds");
            Objects.requireNonNull(rows, "rows");
            identities = List.copyOf(identities);
        }
    }

    /**
     * Where an identity stands.
     *
     * @param columnIndex which of the table's columns, from 0
     * @param next the value that it hands out next
     */
    public record IdentityPosition(int columnIndex, long next) {}
}
