package io.vectra.storage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextHits;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.segment.SegmentFileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full-text index of a segment as a file. */
class TextFileTest {
    private static final String NAME = "segments/000001.text.1.standard";
    private static final SegmentFileIdentity IDENTITY = SegmentFileIdentity.ofTable(new UUID(1, 2), 3, 1);

    private final HeapDirectory directory = new HeapDirectory();

    private TextFile.Target target(String analyzer) {
        return new TextFile.Target(directory, NAME, IDENTITY, 1, analyzer);
    }

    /** Says that the texts are as large as wanted, so that they are indexed on the heap, or in files. */
    private record Texts(List<String> texts, long sizeBytes) implements TextFile.Source {
        @Override
        public int count() {
            return texts.size();
        }

        @Override
        public String[] texts(int row) {
            return new String[] {texts.get(row)};
        }

        @Override
        public void advance(int done) {}
    }

    private long[] found(TextFile file, String analyzer, String query) throws IOException {
        var request = new TextQuery.Request(query, List.of(0), analyzer);
        return TextQuery.of(request, List.of(file.part(null, row -> row + 10)), () -> false)
                .all(true, null)
                .rowIds();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, TextFile.HEAP_BYTES_MAX + 1})
    void whatIsWrittenIsFound(long sizeBytes) throws IOException {
        TextFile.write(target("standard"), new Texts(List.of("one two", "two three", "four"), sizeBytes));

        TextFile file = TextFile.open(target("standard"), 3);

        assertThat(found(file, "standard", "two")).containsExactly(10, 11);
        assertThat(directory.list("segments")).containsExactly("000001.text.1.standard");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, TextFile.HEAP_BYTES_MAX + 1})
    void anInterruptNeitherEndsTheWritingNorIsForgotten(long sizeBytes) throws IOException {
        Thread.currentThread().interrupt();

        TextFile.write(target("standard"), new Texts(List.of("one two", "two three"), sizeBytes));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found(TextFile.open(target("standard"), 2), "standard", "two"))
                .containsExactly(10, 11);
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        TextFile.write(target("standard"), new Texts(List.of("one two", "two three"), 0));
        byte[] bytes = directory.read(NAME);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (1 << i % 8);
            replace(bytes);
            assertThatThrownBy(() -> found(TextFile.open(target("standard"), 2), "standard", "two"))
                    .as("bit of byte " + i)
                    .isInstanceOfAny(CorruptStoreException.class, StoreException.class);
            bytes[i] ^= (byte) (1 << i % 8);
        }
    }

    private void replace(byte[] bytes) throws IOException {
        directory.delete(NAME);
        try (AppendFile file = directory.create(NAME)) {
            file.append(ByteBuffer.wrap(bytes));
            file.force();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyword", "thai", "whitespace", "standard", "cjk", "english"})
    void wordsOfAnyLengthAreTaken(String analyzer) throws IOException {
        String longest = "a".repeat(100_000);
        TextFile.write(target(analyzer), new Texts(List.of(longest, "b", "\ud800 \udfff", ""), 0));

        assertThat(found(TextFile.open(target(analyzer), 4), analyzer, "b")).containsExactly(11);
    }

    @Test
    void everyAnalyzerTakesTexts() throws IOException {
        for (String analyzer : TextAnalyzers.names()) {
            directory.delete(NAME);
            TextFile.write(target(analyzer), new Texts(List.of("Zebra 12", "Straße, наши дома\n今日は"), 0));
            assertThat(found(TextFile.open(target(analyzer), 2), analyzer, "nothingofthekind"))
                    .as(analyzer)
                    .isEmpty();
        }
    }

    /** One part with row ids that ascend, and one without; some rows of each are dead. */
    @Test
    void chosenRowsHaveTheScoresThatTheyHaveAmongAll() throws IOException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("TextFileTest: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        GrowingTexts growing = new GrowingTexts("standard");
        for (int row = 0; row < 300; row++) {
            texts.add("a".repeat(1 + random.nextInt(4)) + " b".repeat(random.nextInt(3)) + " c".repeat(row % 9));
            growing.add(new String[] {texts.get(row)});
        }
        TextFile.write(target("standard"), new Texts(texts, 0));
        long[] living = random.longs(5).toArray();
        List<TextPart> parts = List.of(
                TextFile.open(target("standard"), 300).part(living, row -> 2L * row),
                growing.part(-1, count -> living, row -> 2L * (299 - row) + 1, false));
        for (String query : List.of("a", "aa OR b", "b AND c", "b -c", "\"b c\"", "a* c", "nothing")) {
            var request = new TextQuery.Request(query, List.of(0), "standard");
            TextHits all = TextQuery.of(request, parts, () -> false).all(true, null);
            long[] chosen = random.longs(40, 0, 700).sorted().distinct().toArray();

            TextHits found = TextQuery.of(request, parts, () -> false).of(chosen);

            int[] expected = IntStream.range(0, all.count())
                    .filter(i -> Arrays.binarySearch(chosen, all.rowIds()[i]) >= 0)
                    .toArray();
            assertThat(found.rowIds())
                    .as(query + ", seed " + seed)
                    .isEqualTo(IntStream.of(expected)
                            .mapToLong(i -> all.rowIds()[i])
                            .toArray());
            assertThat(found.scores())
                    .as(query + ", seed " + seed)
                    .isEqualTo(IntStream.of(expected)
                            .mapToDouble(i -> all.scores()[i])
                            .toArray());
        }
    }
}
