package io.vectra.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules for every file, which no compiler checks. */
class RepositoryRulesTest {
    private static final int LINES_MAX = 600;
    private static final int DECISION_LINES_MAX = 60;
    private static final Set<String> TEXT_KINDS =
            Set.of("java", "md", "xml", "sh", "cmd", "run", "jj", "ftl", "fmpp", "yml", "properties");

    @Test
    void noSourceFileIsLong() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : textFiles()) {
            long lines = linesOf(file).size();
            if (isKind(file, "java") && lines > LINES_MAX) {
                found.add(name(file) + ": " + lines + " lines");
            }
        }

        assertThat(found).as("files over %d lines", LINES_MAX).isEmpty();
    }

    @Test
    void aDecisionFitsOnAPage() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : textFiles()) {
            List<String> lines = linesOf(file);
            if (name(file).startsWith("docs/adr/") && lines.size() > DECISION_LINES_MAX) {
                found.add(name(file) + ": " + lines.size() + " lines");
            }
        }

        assertThat(found).as("decisions over %d lines", DECISION_LINES_MAX).isEmpty();
    }

    @Test
    void noFileNamesAFolderOfOneMachine() throws IOException {
        assertThat(linesWith("(?<![\\w.])/(" + String.join("|", "wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers")
                        + ")/\\w"))
                .isEmpty();
    }

    @Test
    void noFileNamesARegistry() throws IOException {
        String hosts = String.join(
                "|",
                "repo1?\\.ma" + "ven",
                "ma" + "ven\\.org",
                "np" + "mjs",
                "deb\\.deb" + "ian",
                "pypi\\." + "org",
                "arti" + "factory");
        assertThat(linesWith(hosts)).isEmpty();
    }

    @Test
    void noWorkIsLeftForLater() throws IOException {
        assertThat(linesWith("\\b(TO" + "DO|FIX" + "ME|XX" + "X\\b)")).isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        assertThat(linesWith("@Dis" + "abled\\b|@Ign" + "ore\\b")).isEmpty();
    }

    @Test
    void theDocumentsAreThere() {
        assertThat(List.of(
                        "README.md",
                        "CONTRIBUTING.md",
                        "CHANGELOG.md",
                        "LICENSE",
                        "NOTICE",
                        "docs/ARCHITECTURE.md",
                        "docs/FILE-FORMAT.md",
                        "docs/SQL.md"))
                .allSatisfy(name -> assertThat(Repository.root().resolve(name)).exists());
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
        List<String> broken = new ArrayList<>();
        for (Path file : textFiles()) {
            if (isKind(file, "md")) {
                Matcher links = link.matcher(Files.readString(file));
                while (links.find()) {
                    if (!Files.exists(file.resolveSibling(links.group(1)))) {
                        broken.add(name(file) + " → " + links.group(1));
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static List<String> linesWith(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        List<String> found = new ArrayList<>();
        for (Path file : textFiles()) {
            List<String> lines = linesOf(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> textFiles() throws IOException {
        return Repository.files().stream()
                .filter(file -> isKind(file, null) || file.endsWith("vectra"))
                .toList();
    }

    private static boolean isKind(Path file, String kind) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return kind == null ? TEXT_KINDS.contains(ending) : ending.equals(kind);
    }

    private static List<String> linesOf(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static String name(Path file) {
        return Repository.root().relativize(file).toString().replace('\\', '/');
    }
}
