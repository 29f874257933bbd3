package io.vectra.storage.relational;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.schema.Schema;
import org.h2.schema.Sequence;

/** Reads and moves sequences, those of identities too. Stateless. */
final class MirrorSequences {
    private MirrorSequences() {}

    /** Returns the sequences of a schema, by name. */
    static List<Sequence> of(Schema schema) {
        List<Sequence> sequences = new ArrayList<>();
        for (Sequence sequence : schema.getAllSequences()) {
            if (!sequence.getBelongsToTable()) {
                sequences.add(sequence);
            }
        }
        sequences.sort(Comparator.comparing(Sequence::getName));
        return sequences;
    }

    /** Returns where the sequences of all users' schemas stand. */
    static List<SequencePosition> positions(SessionLocal session) {
        List<SequencePosition> positions = new ArrayList<>();
        for (Schema schema : MirrorCatalog.usersSchemas(session)) {
            for (Sequence sequence : of(schema)) {
                boolean isExhausted = sequence.getCycle() == Sequence.Cycle.EXHAUSTED;
                positions.add(
                        new SequencePosition(schema.getName(), sequence.getName(), position(sequence), isExhausted));
            }
        }
        return positions;
    }

    /**
     * Notes in the mirror's file where all sequences and identities stand. H2 notes them ahead of their use, but what
     * it rewrites with a renamed table or column is where they stood then; numbers given after that would be given
     * again.
     */
    static void keep(SessionLocal session) {
        for (Schema schema : MirrorCatalog.usersSchemas(session)) {
            schema.getAllSequences().forEach(Sequence::flushWithoutMargin);
        }
    }

    /** An exhausted sequence is given by its last value. */
    private static long position(Sequence sequence) {
        if (sequence.getCycle() != Sequence.Cycle.EXHAUSTED) {
            return sequence.getBaseValue();
        }
        return sequence.getIncrement() > 0 ? sequence.getMaxValue() : sequence.getMinValue();
    }

    /** Returns the value that comes next; one beyond the range if it is exhausted, where that is a long. */
    static long next(Sequence sequence) {
        if (sequence.getCycle() != Sequence.Cycle.EXHAUSTED) {
            return sequence.getBaseValue();
        }
        return sequence.getIncrement() > 0
                ? Math.max(sequence.getMaxValue(), sequence.getMaxValue() + 1)
                : Math.min(sequence.getMinValue(), sequence.getMinValue() - 1);
    }

    /** Moves a sequence on, unless it is there already or gone. */
    static void advance(SessionLocal session, SequencePosition position) {
        Schema schema = session.getDatabase().findSchema(position.schema());
        Sequence sequence = schema == null ? null : schema.findSequence(position.name());
        if (sequence != null && position.isExhausted()) {
            sequence.modify(null, null, null, null, null, Sequence.Cycle.EXHAUSTED, null);
            sequence.flush(session);
        } else if (sequence != null) {
            advance(session, sequence, position.next());
        }
    }

    /** Moves a sequence or identity on, unless it is there already. */
    static void advance(SessionLocal session, Sequence sequence, long next) {
        Sequence.Cycle cycle = sequence.getCycle();
        if (cycle == Sequence.Cycle.EXHAUSTED) {
            return;
        }
        boolean isRising = sequence.getIncrement() > 0;
        if (next > sequence.getMaxValue() || next < sequence.getMinValue()) {
            sequence.modify(null, null, null, null, null, Sequence.Cycle.EXHAUSTED, null);
        } else if (cycle == Sequence.Cycle.CYCLE
                || (isRising ? next > sequence.getBaseValue() : next < sequence.getBaseValue())) {
            sequence.modify(next, null, null, null, null, null, null);
        } else {
            return;
        }
        sequence.flush(session);
    }
}
