package io.vectra.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.log.TransactionEncoder;
import io.vectra.storage.manifest.TableDefinition.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManifestFileTest {
    private static final UUID ID = new UUID(11, 12);
    private static final Manifest OLD = manifest(1);
    private static final Manifest NEW = manifest(2);

    private final FaultyDirectory directory = new FaultyDirectory(1);

    private static Manifest manifest(int tableCount) {
        Column key = new Column("ID", false, 0, 0);
        Column vector = new Column("Vec \"é\" \ud800 \u0001", true, 5, 384);
        List<TableDefinition> tables = tableCount == 1
                ? List.of()
                : List.of(
                        new TableDefinition(3, "PUBLIC", "DOCS", List.of(key, vector), 0, List.of("ID"), "PK_DOCS"),
                        new TableDefinition(4, "x", "no key", List.of(key), 0, List.of(), null));
        VectorDirectoryFile file = new VectorDirectoryFile(5, "vectors/5-12.dir", 1L << 40, 0xFFFF_FFFF);
        long position = LogPosition.of(7, 640);
        Checkpoint checkpoint = new Checkpoint(12, position, List.of(file), true, position + 64);
        return new Manifest(
                Manifest.FORMAT_VERSION, ID, tables, 5, 6, 1, checkpoint, "secret", 1L << 60, Sealed.nothing(64));
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        ManifestFile.write(directory, OLD);
        assertThat(ManifestFile.read(directory)).isEqualTo(OLD);

        ManifestFile.write(directory, NEW);
        assertThat(ManifestFile.read(directory)).isEqualTo(NEW);
        assertThat(directory.names()).containsExactly(ManifestFile.NAME);
    }

    @Test
    void peopleCanReadIt() {
        String json = new String(ManifestFile.encode(NEW), StandardCharsets.US_ASCII);

        assertThat(json)
                .startsWith("{\n  \"kind\" : \"Vectra manifest\",\n  \"formatVersion\" : 1,\n")
                .contains("\"name\" : \"DOCS\"")
                .endsWith("\"\n}\n");
    }

    @Test
    void cutAnywhereItIsDamaged() {
        byte[] json = ManifestFile.encode(NEW);
        for (int length = 0; length < json.length - 1; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> ManifestFile.decode(cut))
                    .isInstanceOfSatisfying(
                            CorruptStoreException.class,
                            e -> assertThat(e.file()).isEqualTo("MANIFEST.json"));
        }
        assertThat(ManifestFile.decode(Arrays.copyOf(json, json.length - 1))).isEqualTo(NEW);
    }

    @Test
    void flippedAnywhereItIsDamagedOrMeansTheSame() {
        byte[] json = ManifestFile.encode(NEW);
        for (int offset = 0; offset < json.length; offset++) {
            for (int mask : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                byte[] flipped = json.clone();
                flipped[offset] ^= (byte) mask;
                try {
                    assertThat(ManifestFile.decode(flipped)).isEqualTo(NEW);
                    assertThat(Character.isWhitespace(json[offset]) || mask == 32) // The other case of a hex digit.
                            .as("byte %d xor %d means the same", offset, mask)
                            .isTrue();
                } catch (CorruptStoreException e) {
                    assertThat(e.file()).isEqualTo("MANIFEST.json");
                }
            }
        }
    }

    @Test
    void newerVersionIsNotMistakenForDamage() throws Exception {
        Manifest newer = new Manifest(2, ID, List.of(), 1, 1, 1, OLD.checkpoint(), "", 0, Sealed.nothing(64));
        ManifestFile.write(directory, newer);

        assertThatThrownBy(() -> ManifestFile.read(directory))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW))
                .hasMessageContaining("format version 2");
    }

    @Test
    void otherJsonIsDamage() {
        for (String json : new String[] {"", "null", "[]", "{}", "{\"kind\" : \"Vectra manifest\"}", "1 2"}) {
            assertThatThrownBy(() -> ManifestFile.decode(json.getBytes(StandardCharsets.US_ASCII)))
                    .as(json)
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void emptyFolderHoldsNoDatabase() throws Exception {
        assertThat(ManifestFile.read(directory)).isNull();
    }

    @Test
    void interruptedCreationLeavesNoDatabase() throws Exception {
        FaultyDirectory healthy = new FaultyDirectory(1);
        create(healthy);
        for (int operation = 1; operation <= healthy.operationCount(); operation++) {
            for (PowerCut cut : PowerCut.values()) {
                FaultyDirectory interrupted = new FaultyDirectory(operation);
                interrupted.failFrom(operation, Fault.TORN);
                assertThatThrownBy(() -> create(interrupted)).isInstanceOf(IOException.class);
                FaultyDirectory left = interrupted.crash(cut);

                Manifest found = ManifestFile.read(left);

                assertThat(found == null || found.equals(OLD))
                        .as("operation %d, then %s", operation, cut)
                        .isTrue();
                if (found == null) {
                    create(left);
                    assertThat(ManifestFile.read(left)).isEqualTo(OLD);
                }
            }
        }
    }

    private static void create(FaultyDirectory directory) throws IOException {
        Log log = Log.create(directory, ID, SyncPolicy.COMMIT);
        ManifestFile.write(directory, OLD);
        log.close();
    }

    @Test
    void missingManifestBesideALogIsDamage() throws Exception {
        try (Log log = Log.create(directory, ID, SyncPolicy.COMMIT)) {
            assertThat(ManifestFile.read(directory)).isNull();
            TransactionEncoder encoder = new TransactionEncoder();
            encoder.reset(1);
            log.append(encoder);
        }

        assertThatThrownBy(() -> ManifestFile.read(directory))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("log/000001.log");
    }

    @Test
    void whateverFailsTheOldOrTheNewOneIsThere() throws Exception {
        ManifestFile.write(directory, OLD);
        directory.create(ManifestFile.TEMPORARY_NAME).close();
        FaultyDirectory healthy = directory.copy();
        ManifestFile.write(healthy, NEW);
        for (int operation = 1; operation <= healthy.operationCount(); operation++) {
            for (Fault fault : Fault.values()) {
                for (PowerCut cut : PowerCut.values()) {
                    FaultyDirectory faulty = directory.copy();
                    faulty.failAt(operation, fault);
                    assertThatThrownBy(() -> ManifestFile.write(faulty, NEW)).isInstanceOf(IOException.class);
                    FaultyDirectory left = faulty.crash(cut);

                    assertThat(ManifestFile.read(left))
                            .as("%s at %s, then %s", fault, healthy.operations().get(operation - 1), cut)
                            .isIn(OLD, NEW);
                    ManifestFile.write(left, NEW);
                    assertThat(ManifestFile.read(left.crash(PowerCut.UNFORCED_LOST)))
                            .isEqualTo(NEW);
                }
            }
        }
    }

    @Test
    void writtenManifestSurvivesAPowerCut() throws Exception {
        ManifestFile.write(directory, OLD);
        ManifestFile.write(directory, NEW);

        for (PowerCut cut : PowerCut.values()) {
            assertThat(ManifestFile.read(directory.crash(cut))).isEqualTo(NEW);
        }
    }
}
