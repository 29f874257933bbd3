package io.vectra.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeSetTest {
    @TempDir
    Path folder;

    @Test
    void theSameSeedMakesTheSameFiles() throws IOException {
        Path first = MadeSet.parse("clustered:300x4:5").write(folder.resolve("a"));
        Path second = MadeSet.parse("clustered:300x4:5").write(folder.resolve("b"));

        for (String file : new String[] {"base.fvecs", "query.fvecs", "rows.tsv"}) {
            assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
        }
    }

    @Test
    void aSetIsWrittenOnce() throws IOException {
        MadeSet set = MadeSet.parse("clustered:300x4:5");
        Path rows = set.write(folder).resolve("rows.tsv");
        Files.writeString(rows, "kept");

        set.write(folder);

        assertThat(rows).hasContent("kept");
    }

    @Test
    void exactAnswersAreComputedAndKept() throws IOException {
        Path data = MadeSet.parse("clustered:300x4:5").write(folder);

        int[][] truth = DataSet.open(data, folder).truth(Metric.EUCLIDEAN);

        assertThat(truth).hasDimensions(500, 100);
        assertThat(DataSet.open(data, folder).truth(Metric.EUCLIDEAN)).isDeepEqualTo(truth);
    }

    @Test
    void metadataHasEveryType() throws IOException {
        DataSet set = DataSet.open(MadeSet.parse("clustered:300x4:5").write(folder), folder);

        assertThat(set.rows()).isNotNull();
        assertThat(set.rows().columns().stream().map(RowFile.Column::type))
                .contains(RowFile.Type.INTEGER, RowFile.Type.VARCHAR, RowFile.Type.DECIMAL, RowFile.Type.DATE);
    }

    @Test
    void anotherNameIsRefused() {
        assertThatThrownBy(() -> MadeSet.parse("clustered:many"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"clustered:many\"");
    }
}
