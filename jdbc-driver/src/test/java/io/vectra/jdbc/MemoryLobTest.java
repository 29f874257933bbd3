package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MemoryLobTest {
    @Test
    void aBlobIsWrittenAndReadByPosition() throws SQLException {
        var blob = new MemoryBlob(new byte[0]);

        blob.setBytes(1, new byte[] {1, 2, 3});
        blob.setBytes(3, new byte[] {9, 4});

        assertThat(blob.length()).isEqualTo(4);
        assertThat(blob.getBytes(2, 10)).containsExactly(2, 9, 4);
        assertThat(blob.position(new byte[] {9, 4}, 1)).isEqualTo(3);
        assertThat(blob.position(new byte[] {7}, 1)).isEqualTo(-1);
        blob.truncate(1);
        assertThat(blob.getBytes(1, 5)).containsExactly(1);
    }

    @Test
    void aStreamIntoABlobCountsWhenItIsClosed() throws SQLException, IOException {
        var blob = new MemoryBlob(new byte[] {1});

        try (var stream = blob.setBinaryStream(2)) {
            stream.write(new byte[] {2, 3});
        }

        assertThat(blob.getBinaryStream().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(blob.getBinaryStream(2, 1).readAllBytes()).containsExactly(2);
    }

    @Test
    void aClobIsWrittenAndReadByPosition() throws SQLException {
        var clob = new MemoryClob("hello");

        clob.setString(5, "ow are you");

        assertThat(clob.getSubString(1, 100)).isEqualTo("hellow are you");
        assertThat(clob.position("are", 1)).isEqualTo(8);
        clob.truncate(4);
        assertThat(clob.getSubString(1, 9)).isEqualTo("hell");
    }

    @Test
    void aWriterIntoAClobCountsWhenItIsClosed() throws SQLException, IOException {
        var clob = new MemoryClob("");

        try (Writer writer = clob.setCharacterStream(1)) {
            writer.write("text");
        }

        assertThat(clob.getAsciiStream().readAllBytes()).isEqualTo("text".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void positionsOutsideAndFreedValuesAreRefused() throws SQLException {
        var blob = new MemoryBlob(new byte[3]);
        var clob = new MemoryClob("abc");

        assertThatThrownBy(() -> blob.getBytes(5, 1)).hasMessageContaining("1 to 4");
        assertThatThrownBy(() -> clob.getSubString(0, 1)).hasMessageContaining("1 to 4");
        blob.free();
        clob.free();
        assertThatThrownBy(blob::length).hasMessage("The BLOB is closed");
        assertThatThrownBy(clob::length).hasMessage("The CLOB is closed");
    }
}
