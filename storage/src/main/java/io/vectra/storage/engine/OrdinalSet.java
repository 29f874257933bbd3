package io.vectra.storage.engine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** A set of vector ordinals, dense or sparse. Thread rule: not thread-safe. */
final class OrdinalSet {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final Map<Long, BitSet> chunks = new HashMap<>();

    void add(long ordinal) {
        chunks.computeIfAbsent(ordinal >>> CHUNK_BITS, key -> new BitSet()).set((int) (ordinal & CHUNK_MASK));
    }

    void remove(long ordinal) {
        BitSet chunk = chunks.get(ordinal >>> CHUNK_BITS);
        if (chunk != null) {
            chunk.clear((int) (ordinal & CHUNK_MASK));
        }
    }

    boolean contains(long ordinal) {
        if (chunks.isEmpty()) {
            return false;
        }
        BitSet chunk = chunks.get(ordinal >>> CHUNK_BITS);
        return chunk != null && chunk.get((int) (ordinal & CHUNK_MASK));
    }

    boolean isEmpty() {
        return chunks.values().stream().allMatch(BitSet::isEmpty);
    }

    void forEach(LongConsumer action) {
        chunks.forEach((high, chunk) -> {
            for (int bit = chunk.nextSetBit(0); bit >= 0; bit = chunk.nextSetBit(bit + 1)) {
                action.accept(high << CHUNK_BITS | bit);
            }
        });
    }
}
