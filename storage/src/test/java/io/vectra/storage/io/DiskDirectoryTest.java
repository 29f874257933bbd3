package io.vectra.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskDirectoryTest extends DirectoryContract {
    @TempDir
    Path folder;

    private DiskDirectory directory;

    @BeforeEach
    void openMissingFolder() {
        directory = new DiskDirectory(folder.resolve("not/there/yet"), false);
    }

    @Override
    Directory directory() {
        return directory;
    }

    /** Holds the lock of a folder until its input ends. */
    static final class LockHolder {
        public static void main(String[] args) throws IOException {
            try (DirectoryLock lock = new DiskDirectory(Path.of(args[0]), false).lock()) {
                System.out.println("locked " + (lock != null));
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void lockOfAnotherProcessIsRespectedUntilThatIsKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked true");

            DiskDirectory here = new DiskDirectory(folder, false);

            assertThatThrownBy(here::lock)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("process " + other.pid())
                    .hasMessageContaining("readonly=true");
        } finally {
            other.destroyForcibly().waitFor();
        }
        new DiskDirectory(folder, false).lock().close();
    }

    @Test
    void secondLockInThisProcessLeavesTheFirstInPlace() throws Exception {
        try (DirectoryLock lock = directory.lock()) {
            DiskDirectory sameFolder = new DiskDirectory(folder.resolve("not/../not/there/yet"), false);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(sameFolder::lock)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("this process");
            }
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void readOnlyDirectoryChangesNothing() throws Exception {
        try (AppendFile file = directory.create("file")) {
            file.append(bytes("content"));
        }
        DiskDirectory readOnly = new DiskDirectory(folder.resolve("not/there/yet"), true);
        DiskDirectory missing = new DiskDirectory(folder.resolve("missing"), true);

        assertThatThrownBy(() -> readOnly.create("other")).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> readOnly.openForAppend("file")).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> readOnly.truncate("file", 0)).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> readOnly.rename("file", "other")).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> readOnly.delete("file")).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThatThrownBy(() -> readOnly.syncFolder("")).isInstanceOf(ReadOnlyFileSystemException.class);
        assertThat(text(readOnly.read("file"))).isEqualTo("content");
        try (DirectoryLock lock = readOnly.lock();
                DirectoryLock second = readOnly.lock()) {
            assertThat(lock).isNotSameAs(directory);
            assertThat(second).isNotSameAs(directory);
        }
        assertThat(missing.list("")).isEmpty();
        missing.lock().close();
        assertThat(namesBelow(folder)).containsExactly("not", "not/there", "not/there/yet", "not/there/yet/file");
    }

    private static List<String> namesBelow(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(folder::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void interruptedThreadWorksOnAndStaysInterrupted() throws Exception {
        try (AppendFile file = directory.create("file")) {
            Thread.currentThread().interrupt();

            file.append(bytes("content"));
            file.force();
            directory.map("file", 0, 7);
            directory.read("file");
            directory.syncFolder("");
            directory.truncate("file", 7);
            directory.rename("file", "renamed");
            directory.list("");
            directory.lock().close();

            assertThat(Thread.interrupted()).isTrue();
            file.append(bytes(", more"));
            file.force();
            assertThat(text(directory.read("renamed"))).isEqualTo("content, more");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void interruptsWhileWorkingBreakNothing() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (AppendFile file = directory.create("file")) {
            Thread working = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        file.append(bytes("0123456789"));
                        file.force();
                        directory.map("file", i * 10L, 10);
                        directory.syncFolder("");
                        Thread.interrupted();
                    }
                } catch (IOException | RuntimeException e) {
                    failure.set(e);
                }
            });
            working.start();
            while (working.isAlive()) {
                working.interrupt();
                for (int i = 0; i < 1000; i++) { // Interrupts without a pause would let no operation come to its end.
                    Thread.onSpinWait();
                }
            }
            working.join();
        }

        assertThat(failure.get()).isNull();
        assertThat(directory.size("file")).isEqualTo(1000);
    }
}
