package io.vectra.storage.graph;

import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the file of a graph, as {@link GraphFile} lays it out.
 *
 * <p>Thread rule: one thread.
 */
final class GraphFileWriter {
    private final AppendFile file;
    private final ByteBuffer checksums;

    private GraphFileWriter(AppendFile file, GraphFile.Header header) {
        this.file = file;
        this.checksums = ByteBuffer.allocate(header.checksumsBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes a file and forces it; a file that was not finished is deleted. */
    static void write(Directory directory, String name, GraphFile.Header header, List<GraphContent.Rows> sections)
            throws IOException {
        AppendFile file = directory.create(name);
        try (file) {
            file.append(GraphFile.encode(header));
            var writer = new GraphFileWriter(file, header);
            for (GraphContent.Rows rows : sections) {
                writer.writeSection(rows);
            }
            writer.writeChecksums();
            file.force();
        } catch (IOException | RuntimeException failure) {
            deleteUnfinished(directory, name, failure);
            throw failure;
        }
    }

    private void writeSection(GraphContent.Rows rows) throws IOException {
        GraphFile.Section section = rows.section();
        ByteBuffer bytes = ByteBuffer.allocate(maxBlockBytes(section)).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; block < section.blockCount(); block++) {
            Arrays.fill(bytes.array(), (byte) 0);
            int first = block << section.blockShift();
            int end = Math.min(section.rowCount(), first + (1 << section.blockShift()));
            for (int row = first; row < end; row++) {
                rows.writer().write(row, bytes.position((row - first) * section.rowBytes()));
            }
            int blockBytes = section.blockBytes(block);
            checksums.putInt(GraphFile.crcOf(bytes.clear(), 0, blockBytes));
            file.append(bytes.limit(blockBytes));
            bytes.clear();
        }
    }

    private static int maxBlockBytes(GraphFile.Section section) {
        return (section.rowBytes() << section.blockShift()) + GraphFile.ALIGNMENT;
    }

    private void writeChecksums() throws IOException {
        checksums.putInt(GraphFile.crcOf(checksums, 0, checksums.position()));
        file.append(checksums.flip());
    }

    private static void deleteUnfinished(Directory directory, String name, Exception failure) {
        try {
            directory.delete(name);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
