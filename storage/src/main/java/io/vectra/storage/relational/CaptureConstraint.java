package io.vectra.storage.relational;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.constraint.Constraint;
import org.h2.constraint.ConstraintCheck;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.ExpressionVisitor;
import org.h2.expression.ValueExpression;
import org.h2.result.Row;
import org.h2.table.Column;
import org.h2.table.Table;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * Hands every changed row of a table to the running statement's {@link ChangeSink}.
 *
 * <p>H2 asks a table's constraints before and after each row that SQL changes, whether by a statement of its own, a
 * cascade, or MERGE; the one that this class adds before gives vector columns their ordinals, the one after publishes
 * the images. Triggers would do the same, at three times the price. Outside of a {@link MirrorContext} nothing happens.
 *
 * <p>The constraints are never stored: {@link #attach} adds them when a mirror is opened and when a table is new, and
 * H2 removes them with their table.
 *
 * <p>Thread rule: stateless; called on the statement's thread.
 */
final class CaptureConstraint extends ConstraintCheck {
    /** H2 stores objects under their ids, unless they are negative; small negative ones are its own. */
    private static final int ID_MAX = -1_000_000;

    private final TableDefinition definition;
    private final boolean isBefore;
    private final int[] vectorIndexes;

    private CaptureConstraint(Table table, TableDefinition definition, boolean isBefore) {
        super(
                table.getSchema(),
                ID_MAX - 2 * definition.tableId() - (isBefore ? 1 : 0),
                (isBefore ? "VECTRA_BEFORE_" : "VECTRA_AFTER_") + definition.tableId(),
                table);
        this.definition = definition;
        this.isBefore = isBefore;
        this.vectorIndexes = vectorIndexes(definition);
    }

    /**
     * Adds what a table lacks, and replaces what was made for another definition. It comes first, so that changes are
     * published before foreign keys cascade them.
     */
    static void attach(Table table, TableDefinition definition) {
        var others = new ArrayList<Constraint>();
        var outdated = new ArrayList<CaptureConstraint>();
        for (Constraint constraint : table.getConstraints()) {
            if (!(constraint instanceof CaptureConstraint capture)) {
                others.add(constraint);
            } else if (capture.definition.equals(definition)) {
                return;
            } else {
                outdated.add(capture);
            }
        }
        outdated.forEach(table.getSchema()::remove);
        outdated.forEach(table::removeConstraint);
        others.forEach(table::removeConstraint);
        if (definition.hasVectors()) {
            add(table, new CaptureConstraint(table, definition, true));
        }
        add(table, new CaptureConstraint(table, definition, false));
        others.forEach(table::addConstraint);
    }

    private static void add(Table table, CaptureConstraint constraint) {
        table.getSchema().add(constraint);
        table.addConstraint(constraint);
    }

    private static int[] vectorIndexes(TableDefinition definition) {
        List<TableDefinition.Column> columns = definition.columns();
        return IntStream.range(0, columns.size())
                .filter(index -> columns.get(index).isVector())
                .toArray();
    }

    @Override
    public boolean isBefore() {
        return isBefore;
    }

    @Override
    public void checkRow(SessionLocal session, Table table, @Nullable Row oldRow, @Nullable Row newRow) {
        MirrorContext context = MirrorContext.current();
        if (context == null) {
            return;
        }
        assert definition.equals(context.tables().table(definition.tableId())) : "the context must be of this mirror";
        ChangeSink sink = context.sink();
        if (sink == null) {
            throw new StoreException(
                    StoreError.READ_ONLY,
                    "A statement that was run as a query changes table \"" + definition.name()
                            + "\"; run it as an update");
        }
        if (!isBefore) {
            publish(sink, oldRow, newRow);
        } else if (newRow != null) {
            adopt(sink, oldRow, newRow);
        }
    }

    private void publish(ChangeSink sink, @Nullable Row oldRow, @Nullable Row newRow) {
        if (oldRow == null) {
            if (newRow != null) {
                sink.inserted(definition, rowId(newRow), image(newRow));
            }
        } else if (newRow == null) {
            sink.deleted(definition, rowId(oldRow), image(oldRow));
        } else {
            sink.updated(definition, rowId(oldRow), image(oldRow), rowId(newRow), image(newRow));
        }
    }

    private void adopt(ChangeSink sink, @Nullable Row oldRow, Row newRow) {
        long rowId = rowId(newRow);
        Row sameRow = oldRow != null && rowId(oldRow) == rowId ? oldRow : null;
        for (int index : vectorIndexes) {
            Value value = newRow.getValue(index);
            if (value == ValueNull.INSTANCE || sameRow != null && value.equals(sameRow.getValue(index))) {
                continue;
            }
            newRow.setValue(index, ValueBigint.get(sink.adopt(definition, index, value.getLong(), rowId)));
        }
    }

    private long rowId(Row row) {
        return row.getValue(definition.rowIdIndex()).getLong();
    }

    private static @Nullable Object[] image(Row row) {
        var image = new @Nullable Object[row.getColumnCount()];
        for (int i = 0; i < image.length; i++) {
            image[i] = MirrorValues.image(row.getValue(i));
        }
        return image;
    }

    @Override
    public Expression getExpression() {
        return ValueExpression.TRUE;
    }

    @Override
    public HashSet<Column> getReferencedColumns(Table table) {
        return new HashSet<>();
    }

    @Override
    public boolean isEverything(ExpressionVisitor visitor) {
        return true;
    }

    @Override
    public void checkExistingData(SessionLocal session) {
        // Rows that exist were captured when they were made.
    }

    /** A table that H2 copies, to alter it, gets constraints of its own. */
    @Override
    public @Nullable String getCreateSQL() {
        return null;
    }
}
