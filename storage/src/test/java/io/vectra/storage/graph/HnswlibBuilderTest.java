package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.ObjectSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What hnswlib-core saves, in the version that the build pins. */
class HnswlibBuilderTest {
    /**
     * The class description ends with the number of its fields' last type, then come block data: 0x77, length, version.
     */
    private static final byte BLOCK_DATA = 0x77;

    @Test
    void theGraphIsReadAsItWasSaved() throws IOException {
        HnswGraph graph = HnswIndex.read(new ByteArrayInputStream(saved(200)));

        assertThat(graph.nodeCount()).isEqualTo(200);
        assertThat(graph.m()).isEqualTo(4);
        assertThat(graph.links().width()).isEqualTo(8);
        for (int node = 0; node < 200; node++) {
            assertThat(graph.links().count(node)).isPositive();
        }
    }

    @Test
    void theVersionByteIsTwo() throws IOException {
        byte[] saved = saved(3);

        assertThat(saved[versionIndex(saved)]).isEqualTo((byte) 2);
    }

    @Test
    void anotherVersionByteIsRefused() throws IOException {
        byte[] saved = saved(3);
        saved[versionIndex(saved)] = 3;

        assertThatThrownBy(() -> HnswIndex.read(new ByteArrayInputStream(saved)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3")
                .hasMessageContaining("1.2.1");
    }

    @Test
    void aSavedIndexCutAnywhereIsRefused() throws IOException {
        byte[] saved = saved(20);

        for (int length = 0; length < saved.length; length++) {
            var cut = new ByteArrayInputStream(saved, 0, length);
            assertThatThrownBy(() -> HnswIndex.read(cut))
                    .as("cut to %d of %d bytes", length, saved.length)
                    .isInstanceOf(IOException.class);
        }
    }

    /** The first block data of the stream are the index's own. */
    private static int versionIndex(byte[] saved) {
        String text = new String(saved, StandardCharsets.ISO_8859_1);
        // After the class description's end and the null for its superclass.
        int end = text.indexOf("xp" + (char) BLOCK_DATA);
        assertThat(end).isPositive();
        return end + 4;
    }

    private static byte[] saved(int count) throws IOException {
        var index = com.github.jelmerk.hnswlib.core.hnsw.HnswIndex.newBuilder(1, new Difference(), count)
                .withCustomSerializers(new NumberSerializer(), new NumberItemSerializer())
                .withM(4)
                .build();
        for (int i = 0; i < count; i++) {
            index.add(new NumberItem(i));
        }
        var out = new ByteArrayOutputStream();
        index.save(out);
        return out.toByteArray();
    }

    private record NumberItem(Integer id) implements Item<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer vector() {
            return id;
        }

        @Override
        public int dimensions() {
            return 1;
        }
    }

    private static final class Difference implements DistanceFunction<Integer, Float> {
        private static final long serialVersionUID = 1L;

        @Override
        public Float distance(Integer first, Integer second) {
            return (float) Math.abs(first - second);
        }
    }

    private static final class NumberSerializer implements ObjectSerializer<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void write(Integer number, ObjectOutput out) throws IOException {
            out.writeInt(number);
        }

        @Override
        public Integer read(ObjectInput in) throws IOException {
            return in.readInt();
        }
    }

    private static final class NumberItemSerializer implements ObjectSerializer<NumberItem> {
        private static final long serialVersionUID = 1L;

        @Override
        public void write(NumberItem item, ObjectOutput out) throws IOException {
            out.writeInt(item.id());
        }

        @Override
        public NumberItem read(ObjectInput in) throws IOException {
            return new NumberItem(in.readInt());
        }
    }
}
