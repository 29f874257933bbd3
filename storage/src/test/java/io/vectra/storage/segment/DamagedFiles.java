package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;

/** Damages files in every way, and expects that no reader takes them for whole. */
final class DamagedFiles {
    static final UUID DATABASE = new UUID(11, 22);
    static final String NAME = "segments/000003/file";

    private DamagedFiles() {}

    /** Reads all of a file. */
    interface Reading {
        /** Returns what was read, in a form that can be compared. */
        Object readAll(FaultyDirectory directory, String name) throws IOException;
    }

    /** Cuts a file to every length, and adds a byte. */
    static void assertRefusedWhenCut(FaultyDirectory directory, String name, Reading reading) {
        byte[] whole = directory.content(name);
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                directory.setContent(name, Arrays.copyOf(whole, length));
                assertThatExceptionOfType(CorruptStoreException.class)
                        .as("cut to %d of %d bytes", length, whole.length)
                        .isThrownBy(() -> reading.readAll(directory, name))
                        .satisfies(e -> assertThat(e.file()).isEqualTo(name));
            }
        }
        directory.setContent(name, whole);
    }

    /** Flips a bit of every byte. */
    static void assertRefusedWhenFlipped(
            FaultyDirectory directory, String name, SplittableRandom random, Reading reading) {
        byte[] whole = directory.content(name);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            directory.setContent(name, flipped);
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("byte %d of %d flipped", i, whole.length)
                    .isThrownBy(() -> reading.readAll(directory, name))
                    .satisfies(e -> assertThat(e.file()).isEqualTo(name))
                    .satisfies(e -> assertThat(e.offset()).isBetween(0L, (long) whole.length));
        }
        directory.setContent(name, whole);
    }

    /** Sets the version to the next one, and the header's checksum to match. */
    static void assertTooNewIsTold(FaultyDirectory directory, String name, Reading reading) {
        byte[] bytes = directory.content(name);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(SegmentFileHeader.VERSION_INDEX, SegmentFileHeader.VERSION + 1);
        header.putInt(SegmentFileHeader.CRC_INDEX, SegmentFileHeader.crcOf(header, 0, SegmentFileHeader.CRC_INDEX));
        directory.setContent(name, bytes);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> reading.readAll(directory, name))
                .satisfies(e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW))
                .withMessageContaining("version 2");
    }
}
