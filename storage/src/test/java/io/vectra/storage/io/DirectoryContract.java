package io.vectra.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What holds for every directory. */
abstract class DirectoryContract {
    abstract Directory directory();

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void write(String name, String content) throws IOException {
        try (AppendFile file = directory().create(name)) {
            file.append(bytes(content));
            file.force();
        }
    }

    @Test
    void appendsAreReadInTheirOrder() throws Exception {
        try (AppendFile file = directory().create("a/b/file")) {
            file.append(bytes("one "));
            file.append(bytes("two").asReadOnlyBuffer());
            file.append(ByteBuffer.allocateDirect(1).put((byte) '!').flip());

            assertThat(file.size()).isEqualTo(8);
        }

        assertThat(text(directory().read("a/b/file"))).isEqualTo("one two!");
        assertThat(directory().size("a/b/file")).isEqualTo(8);
        assertThat(directory().exists("a/b/file")).isTrue();
    }

    @Test
    void appendTakesWhatRemainsOfASlice() throws Exception {
        ByteBuffer slice = bytes("0123456789").position(2).slice().limit(5).position(1);

        try (AppendFile file = directory().create("file")) {
            file.append(slice);
        }

        assertThat(text(directory().read("file"))).isEqualTo("3456");
        assertThat(slice.hasRemaining()).isFalse();
    }

    @Test
    void openingForAppendGoesOnAtTheEnd() throws Exception {
        write("file", "begin, ");

        try (AppendFile file = directory().openForAppend("file")) {
            assertThat(file.size()).isEqualTo(7);
            file.append(bytes("end"));
        }

        assertThat(text(directory().read("file"))).isEqualTo("begin, end");
    }

    @Test
    void creatingAFileTwiceFails() throws Exception {
        write("file", "kept");

        assertThatThrownBy(() -> directory().create("file")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(text(directory().read("file"))).isEqualTo("kept");
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        assertThat(directory().exists("none")).isFalse();
        assertThatThrownBy(() -> directory().openForAppend("none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> directory().read("none")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory().size("none")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory().truncate("none", 0)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory().map("none", 0, 0)).isInstanceOf(NoSuchFileException.class);
        directory().delete("none");
    }

    @Test
    void mappedRegionIsLittleEndianAndReadOnly() throws Exception {
        write("file", "0123\1\0\0\0tail");

        ByteBuffer mapped = directory().map("file", 4, 4);

        assertThat(mapped.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(mapped.limit()).isEqualTo(4);
        assertThat(mapped.getInt(0)).isEqualTo(1);
        assertThatThrownBy(() -> mapped.put(0, (byte) 2)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void mappedRegionKeepsItsBytesWhileTheFileGrows() throws Exception {
        try (AppendFile file = directory().create("file")) {
            file.append(bytes("first"));
            ByteBuffer mapped = directory().map("file", 0, 5);
            for (int i = 0; i < 1000; i++) {
                file.append(bytes("and more"));
            }

            assertThat(mapped.get(4)).isEqualTo((byte) 't');
            assertThat(directory().map("file", 7997, 5).get(0)).isEqualTo((byte) 'a');
        }
    }

    @Test
    void onlyWrittenBytesAreMapped() throws Exception {
        write("file", "1234");

        assertThat(directory().map("file", 4, 0).limit()).isZero();
        assertThatThrownBy(() -> directory().map("file", 1, 4))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("has 4 bytes");
        assertThatThrownBy(() -> directory().map("file", 0, (1 << 30) + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truncateCutsTheEnd() throws Exception {
        write("file", "stays, goes");

        directory().truncate("file", 5);

        assertThat(text(directory().read("file"))).isEqualTo("stays");
        assertThatThrownBy(() -> directory().truncate("file", 6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rewritingLeavesTheSameBytes() throws Exception {
        write("file", "0123456789");

        directory().rewrite("file", 4, bytes("456789"));

        assertThat(text(directory().read("file"))).isEqualTo("0123456789");
        assertThatThrownBy(() -> directory().rewrite("file", 9, bytes("9a"))).isInstanceOf(EOFException.class);
    }

    @Test
    void renameReplacesTheTarget() throws Exception {
        write("new", "new content");
        write("old", "old content");

        directory().rename("new", "old");
        directory().syncFolder("");

        assertThat(text(directory().read("old"))).isEqualTo("new content");
        assertThat(directory().exists("new")).isFalse();
    }

    @Test
    void listIsSortedAndHoldsFilesOfTheFolderOnly() throws Exception {
        write("folder/b", "");
        write("folder/a", "");
        write("folder/deeper/c", "");
        write("folders", "");

        assertThat(directory().list("folder")).containsExactly("a", "b");
        assertThat(directory().list("")).containsExactly("folders");
        assertThat(directory().list("nowhere")).isEmpty();
    }

    @Test
    void deletedFileIsGone() throws Exception {
        write("file", "content");

        directory().delete("file");

        assertThat(directory().exists("file")).isFalse();
        assertThat(directory().list("")).isEmpty();
    }

    @Test
    void directoryHasOneUserUntilTheLockIsClosed() throws Exception {
        DirectoryLock lock = directory().lock();

        assertThatThrownBy(() -> directory().lock())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.DATABASE_IN_USE));
        lock.close();
        directory().lock().close();
    }
}
