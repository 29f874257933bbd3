package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRPrintElement;
import net.sf.jasperreports.engine.JRPrintText;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report generator: a search by a vector in a report's query, filled page by page, as a PDF. */
class JasperReportsTest extends DatabaseTest {
    private static final int ROWS = 200;
    private static final int COLUMNS = 7;

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(40))",
                "INSERT INTO authors VALUES (0, 'Ada Öztürk'), (1, 'Zoë Nguyễn')",
                "CREATE TABLE docs (id BIGINT PRIMARY KEY, title VARCHAR(100), author_id INT, price DECIMAL(10, 2),"
                        + " created TIMESTAMP, available BOOLEAN, vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int id = 0; id < ROWS; id++) {
                insert.setInt(1, id);
                insert.setString(2, id % 11 == 0 ? null : "Document number " + id);
                insert.setInt(3, id % 3);
                insert.setBigDecimal(4, BigDecimal.valueOf(id * 125L, 2));
                insert.setTimestamp(5, Timestamp.valueOf("2026-01-02 03:04:05"));
                insert.setObject(6, id % 5 == 0 ? null : id % 2 == 0);
                insert.setObject(7, new float[] {(float) Math.cos(id / 100.0), (float) Math.sin(id / 100.0)});
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static JasperReport report() throws IOException, JRException {
        try (InputStream source = JasperReportsTest.class.getResourceAsStream("nearest-documents.jrxml")) {
            return JasperCompileManager.compileReport(source);
        }
    }

    private static List<String> texts(JasperPrint print) {
        List<String> texts = new ArrayList<>();
        print.getPages().forEach(page -> {
            for (JRPrintElement element : page.getElements()) {
                if (element instanceof JRPrintText text) {
                    texts.add(text.getFullText());
                }
            }
        });
        return texts;
    }

    @Test
    void aReportShowsTheNearestRowsOnItsPages() throws Exception {
        JasperReport report = report();
        for (Object query : List.of("[1, 0]", new float[] {1, 0})) {
            JasperPrint print = JasperFillManager.fillReport(
                    report, new HashMap<>(Map.of("query", query, "price", new BigDecimal("100"))), connection);

            List<String> texts = texts(print);
            int first = texts.indexOf("Distance") + 1;
            assertThat(print.getPages()).hasSize(2);
            assertThat(texts.subList(first, first + COLUMNS))
                    .containsExactly("0", "", "Ada Öztürk", "2026-01-02", "", "0.00", "0.0000");
            assertThat(texts.subList(first + 2 * COLUMNS, first + 3 * COLUMNS))
                    .containsExactly("2", "Document number 2", "", "2026-01-02", "true", "2.50", "0.0002");
            assertThat(texts.subList(texts.size() - 3, texts.size()))
                    .containsExactly("60", "documents, prices in all", "2212.50");
        }
    }

    @Test
    void aReportBecomesAPdf() throws Exception {
        JasperPrint print = JasperFillManager.fillReport(
                report(), new HashMap<>(Map.of("query", "[0, 1]", "price", new BigDecimal("1000"))), connection);
        Path pdf = folder.resolve("nearest.pdf");

        JasperExportManager.exportReportToPdfFile(print, pdf.toString());

        byte[] bytes = Files.readAllBytes(pdf);
        assertThat(new String(bytes, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(bytes.length).isGreaterThan(5_000);
        String kept = System.getProperty("vectra.keptPdf");
        if (kept != null) {
            Files.write(Path.of(kept), bytes);
        }
    }
}
