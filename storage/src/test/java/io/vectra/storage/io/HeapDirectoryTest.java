package io.vectra.storage.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapDirectoryTest extends DirectoryContract {
    private final HeapDirectory directory = new HeapDirectory();

    @Override
    Directory directory() {
        return directory;
    }

    @Test
    void offersNoPlaceForForeignFiles() {
        assertThat(directory.localPath("mirror")).isNull();
    }

    @Test
    void mappedRegionSurvivesTruncation() throws Exception {
        try (AppendFile file = directory.create("file")) {
            file.append(bytes("first"));
            var mapped = directory.map("file", 0, 5);
            directory.truncate("file", 0);
            file.append(bytes("other"));

            assertThat(mapped.get(0)).isEqualTo((byte) 'f');
        }
    }
}
