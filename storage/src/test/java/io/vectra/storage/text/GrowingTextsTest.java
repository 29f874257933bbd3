package io.vectra.storage.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class GrowingTextsTest {
    private static TextPart added(GrowingTexts texts, int row) throws IOException {
        texts.add(new String[] {"common row" + row});
        return texts.part(row, count -> null, slot -> slot, true);
    }

    private static int found(TextPart part, String query) throws IOException {
        var request = new TextQuery.Request(query, List.of(0), "standard");
        return TextQuery.of(request, List.of(part), () -> false)
                .all(false, null)
                .count();
    }

    @Test
    void searchesAfterEachRowLeaveNoFilesBehind() throws IOException {
        var files = new ByteBuffersDirectory();
        var texts = new GrowingTexts("standard", files);
        for (int row = 0; row < 1000; row++) {
            added(texts, row);
        }

        assertThat(files.listAll()).hasSizeLessThan(500);
    }

    @Test
    void aPartStaysReadableWhileRowsAreAdded() throws IOException {
        var texts = new GrowingTexts("standard");
        TextPart early = added(texts, 0);
        for (int row = 1; row < 300; row++) {
            added(texts, row);
        }

        assertThat(found(early, "common")).isEqualTo(1);
        assertThat(found(early, "row7")).isZero();
        assertThat(found(added(texts, 300), "common")).isEqualTo(301);
    }
}
