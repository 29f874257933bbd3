package io.vectra.storage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.segment.SegmentFileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
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
}
