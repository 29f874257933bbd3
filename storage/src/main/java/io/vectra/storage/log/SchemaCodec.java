package io.vectra.storage.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns schema changes into their payload: the JSON of {@link SchemaRecord}, ASCII, with its components as fields. */
final class SchemaCodec {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // A lone surrogate has no UTF-8.
            .build();

    private SchemaCodec() {}

    static byte[] encode(SchemaRecord record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record of texts, numbers and lists has a JSON form", e);
        }
    }

    /** Decodes the payload of a frame whose checksum holds. */
    static SchemaRecord decode(ByteBuffer file, int fileNumber, Frame frame) {
        int start = frame.payloadOffset();
        byte[] json = new byte[frame.payloadBytes()];
        file.get(start, json);
        try {
            SchemaRecord record = JSON.readValue(new String(json, StandardCharsets.US_ASCII), SchemaRecord.class);
            if (record != null) {
                return record;
            }
        } catch (JsonProcessingException e) {
            throw new FrameReader(file, fileNumber, start, frame.end())
                    .corruptAt(start, "the schema change is not the JSON of one", e);
        }
        throw new FrameReader(file, fileNumber, start, frame.end()).corruptAt(start, "the schema change is null", null);
    }
}
