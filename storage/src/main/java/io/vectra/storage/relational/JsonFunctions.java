package io.vectra.storage.relational;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import org.h2.value.DataType;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@link MirrorFunctions} that read JSON values, as H2 calls them; NULL in, NULL out. Thread rule:
 * stateless.
 */
public final class JsonFunctions {
    /** Numbers keep their digits. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonFunctions() {}

    /** {@link MirrorFunctions#JSON_ELEMENT}. */
    public static @Nullable String element(@Nullable String json, Value key) {
        JsonNode found = find(json, key);
        return found == null ? null : found.toString();
    }

    /** {@link MirrorFunctions#JSON_TEXT}. */
    public static @Nullable String text(@Nullable String json, Value key) {
        JsonNode found = find(json, key);
        if (found == null || found.isNull()) {
            return null;
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }

    /** A name finds an object's member, a number an array's element; below 0 it counts from the end. */
    private static @Nullable JsonNode find(@Nullable String json, Value key) {
        if (json == null || key.getValueType() == Value.NULL) {
            return null;
        }
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new StoreException(
                    StoreError.BAD_OPERAND, "The operand of -> is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!DataType.isNumericType(key.getValueType())) {
            return value.isObject() ? value.get(key.getString()) : null;
        }
        int index = key.getInt();
        return value.isArray() ? value.get(index < 0 ? value.size() + index : index) : null;
    }
}
