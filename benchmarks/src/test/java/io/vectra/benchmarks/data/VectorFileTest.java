package io.vectra.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {
    @TempDir
    Path folder;

    @Test
    void writtenVectorsAreReadBack() throws IOException {
        Path file = folder.resolve("a.fvecs");
        try (VectorFile.Writer writer = new VectorFile.Writer(file, 3)) {
            writer.append(new float[] {1, 2, 3});
            writer.append(new float[] {-4, 0.5f, Float.MIN_VALUE});
        }

        VectorFile vectors = VectorFile.open(file);

        assertThat(vectors.count()).isEqualTo(2);
        assertThat(vectors.dimension()).isEqualTo(3);
        assertThat(vectors.vector(0)).containsExactly(1, 2, 3);
        assertThat(vectors.vector(1)).containsExactly(-4, 0.5f, Float.MIN_VALUE);
    }

    @Test
    void bytesAreLittleEndianWithTheDimensionFirst() throws IOException {
        Path file = folder.resolve("a.fvecs");
        Files.write(file, new byte[] {1, 0, 0, 0, 0, 0, (byte) 0x80, (byte) 0x3F});

        assertThat(VectorFile.open(file).vector(0)).containsExactly(1);
    }

    @Test
    void aCutFileIsRefused() throws IOException {
        Path file = folder.resolve("a.fvecs");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0});

        assertThatThrownBy(() -> VectorFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8 bytes");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("a.fvecs"));

        assertThatThrownBy(() -> VectorFile.open(file)).hasMessageContaining("is empty");
    }

    @Test
    void aRowBeyondTheLastIsRefused() throws IOException {
        Path file = folder.resolve("a.fvecs");
        try (VectorFile.Writer writer = new VectorFile.Writer(file, 1)) {
            writer.append(new float[] {1});
        }

        assertThatThrownBy(() -> VectorFile.open(file).vector(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void intsAreReadBack() throws IOException {
        Path file = folder.resolve("a.ivecs");
        int[][] records = {{1, 2}, {-3, Integer.MAX_VALUE}};

        RecordFile.writeInts(file, records);

        assertThat(RecordFile.readInts(file)).isDeepEqualTo(records);
    }
}
