package io.vectra.storage.log;

import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.manifest.TableDefinition.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Commits whose content follows from a seed and their LSN, and what a reader of the log saw of them. */
final class SeededCommits {
    static final LogStart BEGINNING = new LogStart(1, LogPosition.firstFrame(1), 0, LogPosition.firstFrame(1));

    private final long seed;
    private final int vectorsMax;
    private final TransactionEncoder encoder = new TransactionEncoder();

    SeededCommits(long seed, int vectorsMax) {
        this.seed = seed;
        this.vectorsMax = vectorsMax;
    }

    /** The seed of the property {@code vectra.seed}, or the given one; printed. */
    static long seed(long usual) {
        long seed = Long.getLong("vectra.seed", usual);
        System.out.println("seed " + seed + ", change it by -Dvectra.seed");
        return seed;
    }

    /** Appends the next commit to the log. */
    Appended appendNext(Log log) {
        long lsn = log.lastLsn() + 1;
        if (isSchema(lsn)) {
            return log.append(lsn, schema(lsn));
        }
        encoder.reset(lsn);
        transaction(lsn, encoder);
        return log.append(encoder);
    }

    private SplittableRandom random(long lsn) {
        return new SplittableRandom(seed * 1_000_003 + lsn);
    }

    private boolean isSchema(long lsn) {
        return random(lsn).nextInt(5) == 0;
    }

    private SchemaRecord schema(long lsn) {
        int id = (int) lsn;
        Column key = new Column("ID", false, 0, 0);
        Column vector = new Column("VEC é \ud800", false, id, 3);
        TableDefinition table =
                new TableDefinition(id, "PUBLIC", "T" + id, List.of(key, vector), 0, List.of("ID"), null);
        return new SchemaRecord("CREATE …", List.of("A", "B"), List.of(table), List.of(3), List.of(), id + 1, id + 1);
    }

    private List<String> transaction(long lsn, TransactionEncoder target) {
        SplittableRandom random = random(lsn);
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(vectorsMax + 1); i > 0; i--) {
            float[] vector = new float[1 + random.nextInt(9)];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = random.nextInt(1000) / 8f;
            }
            target.vector(i, lsn * 10 + i, lsn, vector);
            texts.add(vectorText(i, lsn * 10 + i, lsn, vector));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            long reference = random.nextLong();
            target.tombstone(reference);
            texts.add("tombstone " + reference);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            long rowId = random.nextLong();
            target.delete(i, rowId);
            texts.add("delete " + i + " " + rowId);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Object[] values = {lsn, "text " + random.nextInt(), null, new byte[] {(byte) i, 2}, new Object[] {i, 0.5}};
            target.put(i, lsn, values);
            texts.add("put " + i + " " + lsn + " " + Arrays.deepToString(values));
        }
        if (random.nextInt(3) == 0) {
            target.identity(7, 2, lsn * 100);
            texts.add("identity 7 2 " + lsn * 100);
        }
        return texts;
    }

    private static String vectorText(int columnId, long ordinal, long rowId, float[] vector) {
        return "vector " + columnId + " " + ordinal + " " + rowId + " " + Arrays.toString(vector);
    }

    /** Returns what a reader sees of the commit. */
    String text(long lsn) {
        return isSchema(lsn) ? lsn + " " + schema(lsn) : lsn + " " + transaction(lsn, new TransactionEncoder());
    }

    /** Returns what a reader sees of the commits 1 to n. */
    List<String> texts(long n) {
        return texts(1, n);
    }

    List<String> texts(long from, long to) {
        List<String> texts = new ArrayList<>();
        for (long lsn = from; lsn <= to; lsn++) {
            texts.add(text(lsn));
        }
        return texts;
    }

    /** What a scan showed; vectors are read afterwards, where they lie. */
    static final class Seen implements FrameVisitor {
        private final List<Long> lsns = new ArrayList<>();
        private final List<List<Object>> contents = new ArrayList<>();

        private record VectorSeen(int columnId, long ordinal, long rowId, int dimension, long position) {
            String text(LogPieces pieces) {
                float[] vector = new float[dimension];
                for (int i = 0; i < dimension; i++) {
                    vector[i] = pieces.bufferAt(position).getFloat(pieces.indexAt(position) + i * Float.BYTES);
                }
                return vectorText(columnId, ordinal, rowId, vector);
            }
        }

        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
            List<Object> content = new ArrayList<>();
            lsns.add(lsn);
            contents.add(content);
            record.accept(new TransactionRecord.Visitor() {
                @Override
                public void vector(int columnId, long ordinal, long rowId, int dimension, long vectorPosition) {
                    content.add(new VectorSeen(columnId, ordinal, rowId, dimension, vectorPosition));
                }

                @Override
                public void tombstone(long reference) {
                    content.add("tombstone " + reference);
                }

                @Override
                public void delete(int tableId, long rowId) {
                    content.add("delete " + tableId + " " + rowId);
                }

                @Override
                public void put(int tableId, long rowId, Object[] values) {
                    content.add("put " + tableId + " " + rowId + " " + Arrays.deepToString(values));
                }

                @Override
                public void identity(int tableId, int columnIndex, long next) {
                    content.add("identity " + tableId + " " + columnIndex + " " + next);
                }
            });
        }

        @Override
        public void schema(long lsn, SchemaRecord record) {
            lsns.add(lsn);
            contents.add(List.of(record));
        }

        int count() {
            return lsns.size();
        }

        /** Returns the numbers of the files that vectors lie in. */
        Set<Integer> vectorFiles() {
            return contents.stream()
                    .flatMap(List::stream)
                    .filter(VectorSeen.class::isInstance)
                    .map(part -> LogPosition.fileNumber(((VectorSeen) part).position()))
                    .collect(Collectors.toSet());
        }

        /** Returns what was seen, as {@link SeededCommits#text} has it. */
        List<String> texts(LogPieces pieces) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < lsns.size(); i++) {
                List<Object> content = contents.get(i);
                if (content.size() == 1 && content.get(0) instanceof SchemaRecord schema) {
                    texts.add(lsns.get(i) + " " + schema);
                } else {
                    texts.add(lsns.get(i) + " "
                            + content.stream()
                                    .map(part -> part instanceof VectorSeen vector ? vector.text(pieces) : part)
                                    .toList());
                }
            }
            return texts;
        }
    }
}
