package io.vectra.sql.parser;

import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** A scalar type that only the mirror knows, such as {@code ENUM('a', 'b')}; it is passed on as it was written. */
public final class MirrorTypeNameSpec extends SqlTypeNameSpec {
    /**
     * The mirror's type names that are plain identifiers to the grammar. Those that need the JVM's classes are left
     * out.
     */
    private static final Set<String> NAMES = Set.of(
            "BIGSERIAL",
            "BOOL",
            "BYTEA",
            "DECFLOAT",
            "ENUM",
            "FLOAT4",
            "FLOAT8",
            "IMAGE",
            "INT2",
            "INT4",
            "INT8",
            "LONGBLOB",
            "LONGTEXT",
            "LONGVARBINARY",
            "LONGVARCHAR",
            "MEDIUMBLOB",
            "MEDIUMINT",
            "MEDIUMTEXT",
            "NTEXT",
            "NVARCHAR",
            "NVARCHAR2",
            "OID",
            "RAW",
            "SERIAL",
            "SIGNED",
            "SMALLDATETIME",
            "SMALLSERIAL",
            "TEXT",
            "TINYBLOB",
            "TINYTEXT",
            "VARCHAR2",
            "VARCHAR_CASESENSITIVE",
            "VARCHAR_IGNORECASE");

    /** Names that the mirror does not know. */
    private static final Map<String, String> ALIASES = Map.of("DATETIME", "TIMESTAMP");

    private static final Set<String> LENGTH_UNITS =
            Set.of("K", "M", "G", "T", "P", "CHARACTERS", "OCTETS", "CHAR", "BYTE");

    private final String sql;

    /**
     * Creates the type.
     *
     * @param name in upper case
     * @param arguments with their parentheses; empty for none
     */
    public MirrorTypeNameSpec(String name, String arguments, SqlParserPos pos) {
        super(new SqlIdentifier(name, pos), pos);
        this.sql = ALIASES.getOrDefault(name, name) + arguments;
    }

    /** Returns whether an identifier names one of the mirror's types. */
    public static boolean isName(String word) {
        return NAMES.contains(word.toUpperCase(java.util.Locale.ROOT));
    }

    /** Returns whether a word may follow a number inside a type's parentheses. */
    public static boolean isLengthUnit(String word) {
        return LENGTH_UNITS.contains(word);
    }

    /** Returns the array type with a maximum length. */
    public static SqlDataTypeSpec withArrayLength(SqlDataTypeSpec type, int length) {
        SqlParserPos pos = type.getParserPosition();
        if (!(type.getTypeNameSpec() instanceof SqlCollectionTypeNameSpec)) {
            throw SyntaxErrors.at(pos, "a length in brackets belongs to an ARRAY type, but the type is " + type);
        }
        return new SqlDataTypeSpec(new MirrorTypeNameSpec(type.toString(), "[" + length + "]", pos), pos);
    }

    /** Returns the type as the mirror's SQL. */
    public String sql() {
        return sql;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return sql.endsWith("]")
                ? validator
                        .getTypeFactory()
                        .createArrayType(((VectraTypeFactory) validator.getTypeFactory()).scalar(), -1)
                : validator.getTypeFactory().createSqlType(SqlTypeName.ANY);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.literal(sql);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec that, Litmus litmus) {
        return that instanceof MirrorTypeNameSpec other && other.sql.equals(sql)
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, that);
    }
}
