package io.vectra.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FaultyDirectoryTest extends DirectoryContract {
    private final FaultyDirectory directory = new FaultyDirectory(7);

    @Override
    Directory directory() {
        return directory;
    }

    private AppendFile forcedFile(String content) throws IOException {
        AppendFile file = directory.create("file");
        file.append(bytes(content));
        file.force();
        directory.syncFolder("");
        return file;
    }

    @Test
    void powerCutLosesWhatWasNotForced() throws Exception {
        AppendFile file = forcedFile("forced");
        file.append(bytes(", written"));

        assertThat(text(directory.crash(PowerCut.UNFORCED_LOST).content("file")))
                .isEqualTo("forced");
        assertThat(text(directory.crash(PowerCut.UNFORCED_KEPT).content("file")))
                .isEqualTo("forced, written");
    }

    @Test
    void powerCutLosesNamesThatWereNotSynced() throws Exception {
        AppendFile file = forcedFile("content");
        directory.rename("file", "renamed");
        directory.create("created").close();
        file.force();

        assertThat(directory.crash(PowerCut.UNFORCED_LOST).names()).containsExactly("file");
        assertThat(directory.crash(PowerCut.UNFORCED_KEPT).names()).containsExactly("created", "renamed");
    }

    @Test
    void killedProcessLeavesWhatAPowerCutCanStillTake() throws Exception {
        AppendFile file = forcedFile("forced");
        file.append(bytes(", written"));
        directory.create("created").close();

        FaultyDirectory left = directory.kill();

        assertThat(text(left.read("file"))).isEqualTo("forced, written");
        assertThat(left.names()).containsExactly("created", "file");
        assertThat(text(left.crash(PowerCut.UNFORCED_LOST).content("file"))).isEqualTo("forced");
        assertThat(left.crash(PowerCut.UNFORCED_LOST).names()).containsExactly("file");
        left.openForAppend("file").force();
        assertThat(text(left.crash(PowerCut.UNFORCED_LOST).content("file"))).isEqualTo("forced, written");
    }

    @Test
    void syncCoversItsFolderOnly() throws Exception {
        directory.create("a/one").close();
        directory.create("b/two").close();
        directory.syncFolder("a");

        assertThat(directory.crash(PowerCut.UNFORCED_LOST).names()).containsExactly("a/one");
    }

    @Test
    void randomPowerCutKeepsSomeSectors() throws Exception {
        Set<Long> sizes = new TreeSet<>();
        boolean hasHole = false;
        for (int seed = 0; seed < 50; seed++) {
            FaultyDirectory seeded = new FaultyDirectory(seed);
            AppendFile file = seeded.create("file");
            seeded.syncFolder("");
            file.append(ByteBuffer.wrap(new byte[] {1}));
            file.force();
            for (int i = 0; i < 4; i++) {
                byte[] sector = new byte[512];
                java.util.Arrays.fill(sector, (byte) 1);
                file.append(ByteBuffer.wrap(sector));
            }
            byte[] left = seeded.crash(PowerCut.UNFORCED_RANDOM).content("file");

            assertThat(left[0]).isEqualTo((byte) 1);
            assertThat(left).isEqualTo(seeded.crash(PowerCut.UNFORCED_RANDOM).content("file"));
            sizes.add((long) left.length);
            hasHole |= left.length > 1024 && left[600] == 0;
        }

        assertThat(sizes).contains(1L, 512L, 1024L, 1536L, 2048L, 2049L);
        assertThat(hasHole).isTrue();
    }

    @Test
    void onlyTheChosenOperationFails() throws Exception {
        AppendFile file = forcedFile("a");
        directory.failAt(directory.operationCount() + 2, Fault.WITHOUT_EFFECT);

        file.append(bytes("b"));
        assertThatThrownBy(() -> file.append(bytes("c"))).hasMessageContaining("append 1 to file");
        file.append(bytes("d"));

        assertThat(text(directory.content("file"))).isEqualTo("abd");
    }

    @Test
    void allOperationsFailFromTheChosenOne() throws Exception {
        AppendFile file = forcedFile("a");
        directory.failFrom(directory.operationCount() + 1, Fault.WITH_EFFECT);

        assertThatThrownBy(() -> file.append(bytes("b"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> directory.rename("file", "other")).isInstanceOf(IOException.class);

        assertThat(text(directory.content("other"))).isEqualTo("ab");
        directory.heal();
        assertThat(directory.exists("other")).isTrue();
    }

    @Test
    void tornAppendLeavesAPrefix() throws Exception {
        AppendFile file = forcedFile("");
        directory.failAt(directory.operationCount() + 1, Fault.TORN);

        assertThatThrownBy(() -> file.append(bytes("0123456789"))).isInstanceOf(IOException.class);

        assertThat("0123456789").startsWith(text(directory.content("file")));
    }

    @Test
    void fullDiskTakesWhatFits() throws Exception {
        AppendFile file = forcedFile("a");
        directory.fillUpAfter(3);

        file.append(bytes("bc"));
        assertThatThrownBy(() -> file.append(bytes("def"))).hasMessageContaining("No space left");
        assertThatThrownBy(() -> file.append(bytes("e"))).hasMessageContaining("No space left");

        assertThat(text(directory.content("file"))).isEqualTo("abcd");
    }

    @Test
    void bytesOfAFailedForceAreNotForcedLater() throws Exception {
        AppendFile file = forcedFile("a");
        file.append(bytes("b"));
        directory.failAt(directory.operationCount() + 1, Fault.WITHOUT_EFFECT);
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);

        file.force();

        assertThat(text(directory.crash(PowerCut.UNFORCED_LOST).content("file")))
                .isEqualTo("a");
        directory.rewrite("file", 1, bytes("b"));
        assertThat(text(directory.crash(PowerCut.UNFORCED_LOST).content("file")))
                .isEqualTo("ab");
    }
}
