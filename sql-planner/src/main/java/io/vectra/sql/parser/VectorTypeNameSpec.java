package io.vectra.sql.parser;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The type {@code VECTOR(n)} as it was written; {@code VECTOR} alone, in a CAST, is a vector of any length. */
public final class VectorTypeNameSpec extends SqlTypeNameSpec {
    private final int dimension;

    /**
     * Creates the type.
     *
     * @param dimension the length, or 0 if it was not written
     * @param kind the element kind that was written; empty for none
     */
    public VectorTypeNameSpec(int dimension, String kind, SqlParserPos pos) {
        super(new SqlIdentifier("VECTOR", pos), pos);
        this.dimension = dimension;
        if (!kind.isEmpty()) {
            throw SyntaxErrors.at(
                    pos,
                    "0A000",
                    "VECTOR(" + dimension + ", " + kind + ") is not supported yet; write VECTOR(" + dimension
                            + "), which keeps 32-bit floats");
        }
    }

    /** Returns the length, or 0 if it was not written. */
    public int dimension() {
        return dimension;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return ((VectraTypeFactory) validator.getTypeFactory()).vector(dimension);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(dimension == 0 ? "VECTOR" : "VECTOR(" + dimension + ")");
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec that, Litmus litmus) {
        return that instanceof VectorTypeNameSpec other && other.dimension == dimension
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, that);
    }
}
