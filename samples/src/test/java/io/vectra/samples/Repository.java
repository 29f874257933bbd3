package io.vectra.samples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The folder that this test runs in, up to its top. */
final class Repository {
    private static final Set<String> FOLDERS_NOT_OURS =
            Set.of("target", ".git", ".idea", "data", "demo-data", "node_modules");

    private Repository() {}

    /** Returns the top folder. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("checkstyle.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError(
                        "No checkstyle.xml above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** Returns all files that belong to the project, sorted. */
    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isOurs = !FOLDERS_NOT_OURS.contains(folder.getFileName().toString());
                return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }
}
