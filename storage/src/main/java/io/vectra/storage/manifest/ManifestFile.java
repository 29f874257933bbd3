package io.vectra.storage.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads or replaces {@code MANIFEST.json}.
 *
 * <p>The file is one indented JSON object in ASCII: {@code "kind" : "Vectra manifest"}, the components of
 * {@link Manifest} as fields, and last {@code "crc32c"}, eight hexadecimal digits: the CRC32C of the other fields in
 * the file's order, printed without white space.
 *
 * <p>It is written to {@code MANIFEST.json.tmp}, forced, renamed, and the folder is synced, so that a crash leaves the
 * old one or the new one.
 *
 * <p>Thread rule: stateless; one writer at a time for a directory.
 */
public final class ManifestFile {
    /** The manifest's name in the database folder. */
    public static final String NAME = "MANIFEST.json";

    /** The name under which a manifest is written before it replaces the one before. */
    public static final String TEMPORARY_NAME = "MANIFEST.json.tmp";

    private static final String KIND = "kind";
    private static final String KIND_VALUE = "Vectra manifest";
    private static final String VERSION = "formatVersion";
    private static final String CRC = "crc32c";
    // What a log file has before its first frame.
    private static final long EMPTY_LOG_BYTES = 64;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private ManifestFile() {}

    /**
     * Reads the manifest. Unless the directory is read-only, what was read is on the disk.
     *
     * @return null if the directory holds no database: it has no manifest, and no more of a log than an interrupted
     *     creation leaves behind
     * @throws CorruptStoreException if the manifest is damaged, or missing beside a log
     * @throws StoreException ({@link StoreError#TOO_NEW}) if a newer version wrote it
     */
    public static @Nullable Manifest read(Directory directory) throws IOException {
        if (directory.exists(NAME)) {
            Manifest manifest = decode(directory.read(NAME));
            if (!directory.isReadOnly()) {
                directory.syncFolder(
                        ""); // Its writer may have been killed before; nothing may be built on one that can vanish.
            }
            return manifest;
        }
        List<String> logFiles = directory.list("log");
        for (String name : logFiles) {
            if (logFiles.size() > 1 || directory.size("log/" + name) > EMPTY_LOG_BYTES) {
                throw new CorruptStoreException(
                        NAME,
                        0,
                        "the file is missing, although there is a log with content, \"log/" + name
                                + "\". Restore the file, or a backup");
            }
        }
        return null;
    }

    /**
     * Replaces the manifest atomically; it is on the disk when this method returns, and after a failure either the old
     * or the new one is.
     */
    public static void write(Directory directory, Manifest manifest) throws IOException {
        directory.delete(TEMPORARY_NAME);
        try (AppendFile file = directory.create(TEMPORARY_NAME)) {
            file.append(ByteBuffer.wrap(encode(manifest)));
            file.force();
        }
        directory.rename(TEMPORARY_NAME, NAME);
        directory.syncFolder("");
    }

    static byte[] encode(Manifest manifest) {
        try {
            ObjectNode fields = JSON.createObjectNode().put(KIND, KIND_VALUE);
            fields.setAll((ObjectNode) JSON.valueToTree(manifest));
            fields.put(CRC, checksum(fields));
            byte[] json = JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(fields);
            ByteBuffer withNewline =
                    ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n');
            return withNewline.array();
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record of texts, numbers and lists has a JSON form", e);
        }
    }

    static Manifest decode(byte[] json) {
        try {
            if (!(JSON.readTree(new String(json, StandardCharsets.ISO_8859_1)) instanceof ObjectNode fields)) {
                throw corrupt("it is not a JSON object", null);
            }
            JsonNode written = fields.remove(CRC);
            String actual = checksum(fields);
            if (written == null || !written.isTextual() || !written.textValue().equals(actual)) {
                throw corrupt("its checksum is " + written + ", but that of its content is \"" + actual + "\"", null);
            }
            JsonNode kind = fields.remove(KIND);
            if (kind == null || !KIND_VALUE.equals(kind.textValue())) {
                throw corrupt("its kind is " + kind + ", but \"" + KIND_VALUE + "\" belongs here", null);
            }
            checkVersion(fields.get(VERSION));
            return JSON.treeToValue(fields, Manifest.class);
        } catch (JsonProcessingException e) {
            throw corrupt("it is not the JSON of a manifest, " + e.getOriginalMessage(), e);
        }
    }

    private static void checkVersion(@Nullable JsonNode version) {
        if (version == null || !version.canConvertToInt() || version.intValue() < 1) {
            throw corrupt("its format version is " + version, null);
        }
        if (version.intValue() > Manifest.FORMAT_VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + NAME + "\" has format version " + version + ", but this version of Vectra reads up to "
                            + Manifest.FORMAT_VERSION + ". Open the database with a newer version");
        }
    }

    private static String checksum(ObjectNode fields) throws JsonProcessingException {
        byte[] compact = JSON.writeValueAsBytes(fields);
        CRC32C crc = new CRC32C();
        crc.update(compact, 0, compact.length);
        return String.format(java.util.Locale.ROOT, "%08x", crc.getValue());
    }

    private static CorruptStoreException corrupt(String detail, @Nullable Throwable cause) {
        return new CorruptStoreException(NAME, 0, detail + ". Restore the file, or a backup", cause);
    }
}
