package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.sql.validate.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
            "JSONB",
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
            "TIMESTAMPTZ",
            "TIMETZ",
            "TINYBLOB",
            "TINYTEXT",
            "VARCHAR2",
            "VARCHAR_CASESENSITIVE",
            "VARCHAR_IGNORECASE");

    /** Names that the mirror does not know. */
    private static final Map<String, String> ALIASES = Map.of("DATETIME", "TIMESTAMP", "JSONB", "JSON");

    /** Names that the mirror does not know, and whose arguments stand inside what it does. */
    private static final Map<String, String> ZONED =
            Map.of("TIMESTAMPTZ", "TIMESTAMP%s WITH TIME ZONE", "TIMETZ", "TIME%s WITH TIME ZONE");

    /** What stands for types of other databases, which are not taken for it because they are not the same. */
    private static final Map<String, String> ADVICE = Map.of(
            "HALFVEC", "write VECTOR(n), which keeps 32-bit floats",
            "SPARSEVEC", "write VECTOR(n), which keeps 32-bit floats",
            "CITEXT", "write VARCHAR_IGNORECASE",
            "STRING", "write VARCHAR",
            "MONEY", "write DECIMAL(19, 2)");

    /** What may have been meant by a name that is none. */
    private static final Set<String> SUGGESTED = new TreeSet<>(NAMES);

    static {
        SUGGESTED.addAll(List.of(
                "BIGINT",
                "BINARY",
                "BLOB",
                "BOOLEAN",
                "CHAR",
                "CLOB",
                "DATE",
                "DECIMAL",
                "DOUBLE",
                "FLOAT",
                "GEOMETRY",
                "INT",
                "INTEGER",
                "JSON",
                "NUMERIC",
                "REAL",
                "SMALLINT",
                "TIME",
                "TIMESTAMP",
                "TINYINT",
                "UUID",
                "VARBINARY",
                "VARCHAR",
                "VECTOR"));
    }

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
        if (name.equals("BIT") && !arguments.isEmpty()) {
            throw SyntaxErrors.at(
                    pos, "0A000", "BIT" + arguments + " is not supported; BIT is BOOLEAN, VARBINARY keeps bytes");
        }
        String zoned = ZONED.get(name);
        this.sql = zoned == null
                ? ALIASES.getOrDefault(name, name) + arguments
                : String.format(Locale.ROOT, zoned, arguments);
    }

    /** Returns whether an identifier names one of the mirror's types. */
    public static boolean isName(String word) {
        return NAMES.contains(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Refuses an identifier that names no type.
     *
     * @throws SqlFailure ({@code 90120})
     */
    public static void checkName(String word, SqlParserPos pos) {
        if (!isName(word)) {
            throw unknown(word.toUpperCase(Locale.ROOT), pos);
        }
    }

    /** Returns the failure for a type that does not exist: with what to write, or the nearest name. */
    public static SqlFailure unknown(String name, SqlParserPos pos) {
        String advice = ADVICE.get(name);
        return SyntaxErrors.at(
                pos,
                "90120",
                "Type \"" + name + "\" not found"
                        + (advice == null ? Suggestions.didYouMean(name, SUGGESTED) : "; " + advice));
    }

    /** Returns the type of arrays of a type. */
    public static SqlDataTypeSpec arrayOf(SqlDataTypeSpec type) {
        SqlParserPos pos = type.getParserPosition();
        return new SqlDataTypeSpec(new SqlCollectionTypeNameSpec(type.getTypeNameSpec(), SqlTypeName.ARRAY, pos), pos);
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
