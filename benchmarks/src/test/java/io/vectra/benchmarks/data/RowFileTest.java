package io.vectra.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    @TempDir
    Path folder;

    @Test
    void typesAreTheNarrowestThatFit() throws IOException {
        RowFile rows = open("""
                id\tn\tbig\tprice\tday\tcode\tempty
                0\t5\t5000000000\t1.5\t2024-02-29\t007\t
                1\t-7\t1\t20\t2024-03-01\t8\t
                """);

        assertThat(rows.columns().stream().map(RowFile.Column::sqlType))
                .containsExactly("INTEGER", "BIGINT", "DECIMAL(18, 1)", "DATE", "VARCHAR(3)", "VARCHAR(1)");
        assertThat(rows.columns().get(0).name()).isEqualTo("c_n");
    }

    @Test
    void valuesAreReadByType() throws IOException {
        RowFile rows = open("n\tprice\tday\ttext\n5\t1.50\t2024-02-29\tamber\n\t\t\t\n");

        try (RowFile.Reader reader = rows.reader()) {
            assertThat(reader.next()).containsExactly(5, new BigDecimal("1.50"), Date.valueOf("2024-02-29"), "amber");
            assertThat(reader.next()).containsOnlyNulls();
            assertThatThrownBy(reader::next).hasMessageContaining("fewer rows");
        }
    }

    private RowFile open(String text) throws IOException {
        return RowFile.open(Files.writeString(folder.resolve("rows.tsv"), text));
    }
}
