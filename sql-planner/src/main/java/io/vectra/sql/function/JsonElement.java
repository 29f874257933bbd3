package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;

/**
 * {@code json -> key} and {@code json ->> key}: the element of a JSON object by its name, or of an array by its number
 * from 0, as JSON or as text. They bind looser than {@code ::} and tighter than arithmetic.
 */
public final class JsonElement extends SqlBinaryOperator {
    /** {@code ->}, whose value is JSON. */
    public static final JsonElement VALUE = new JsonElement("->");
    /** {@code ->>}, whose value is a text. */
    public static final JsonElement TEXT = new JsonElement("->>");

    private static final int PRECEDENCE = 92;

    private JsonElement(String name) {
        super(
                name,
                SqlKind.OTHER,
                PRECEDENCE,
                true,
                binding -> ((VectraTypeFactory) binding.getTypeFactory()).scalar(),
                InferTypes.RETURN_TYPE,
                OperandTypes.VARIADIC);
    }
}
