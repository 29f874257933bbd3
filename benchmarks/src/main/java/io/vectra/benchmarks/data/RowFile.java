package io.vectra.benchmarks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a data set: a TSV file with a header, one line for each vector, in the vectors' order.
 *
 * <p>A first column named {@code id} is left out: the row's number takes its place. An empty field is NULL. A column's
 * type is the narrowest that all its values fit: INTEGER, BIGINT, DECIMAL, DATE, else VARCHAR.
 *
 * <p>Thread rule: any number of threads; each {@link Reader} belongs to one.
 *
 * @param skipped how many fields of each line come before the first column
 */
public record RowFile(Path file, List<Column> columns, int skipped) {
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-z0-9_]");

    /** What a column's values are. */
    public enum Type {
        /** 32 bits. */
        INTEGER,
        /** 64 bits. */
        BIGINT,
        /** Up to 18 digits, some after the point. */
        DECIMAL,
        /** {@code yyyy-mm-dd}. */
        DATE,
        /** Anything. */
        VARCHAR
    }

    /**
     * A column.
     *
     * @param name in lower case, letters, digits and underscores
     * @param length of the longest value
     * @param scale digits after the point
     */
    public record Column(String name, Type type, int length, int scale) {
        /** Returns the type as SQL writes it. */
        public String sqlType() {
            return switch (type) {
                case INTEGER, BIGINT, DATE -> type.name();
                case DECIMAL -> "DECIMAL(18, " + scale + ")";
                case VARCHAR -> "VARCHAR(" + Math.max(1, length) + ")";
            };
        }

        /** Returns the value of a field, or null. */
        public @Nullable Object value(String field) {
            if (field.isEmpty()) {
                return null;
            }
            return switch (type) {
                case INTEGER -> Integer.valueOf(field);
                case BIGINT -> Long.valueOf(field);
                case DECIMAL -> new BigDecimal(field);
                case DATE -> Date.valueOf(field);
                case VARCHAR -> field;
            };
        }
    }

    /** Reads the file once to learn the columns' types. */
    public static RowFile open(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String header = lines.readLine();
            if (header == null) {
                throw new IOException(file + " is empty; expected a line with the columns' names");
            }
            List<String> names = new ArrayList<>(Arrays.asList(header.split("\t", -1)));
            int skipped = names.get(0).equalsIgnoreCase("id") ? 1 : 0;
            names = names.subList(skipped, names.size());
            Shape[] shapes = new Shape[names.size()];
            Arrays.setAll(shapes, i -> new Shape());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                for (int i = 0; i < shapes.length; i++) {
                    shapes[i].see(fields[i + skipped]);
                }
            }
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < shapes.length; i++) {
                columns.add(shapes[i].column(names.get(i)));
            }
            return new RowFile(file, List.copyOf(columns), skipped);
        }
    }

    /** Opens the file again, before its first row. */
    public Reader reader() throws IOException {
        return new Reader(file, columns, skipped);
    }

    /** Reads the rows one after the other. */
    public static final class Reader implements AutoCloseable {
        private final Path file;
        private final List<Column> columns;
        private final int skipped;
        private final BufferedReader lines;

        Reader(Path file, List<Column> columns, int skipped) throws IOException {
            this.file = file;
            this.columns = columns;
            this.skipped = skipped;
            lines = Files.newBufferedReader(file);
            lines.readLine();
        }

        /** Returns the next row's values in the columns' order; null is NULL. */
        public @Nullable Object[] next() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException(file + " has fewer rows than there are vectors");
            }
            String[] fields = line.split("\t", -1);
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).value(fields[i + skipped]);
            }
            return values;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** What the values of a column have in common so far. */
    private static final class Shape {
        private static final Pattern WHOLE = Pattern.compile("0|-?[1-9]\\d{0,17}");
        private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,12}\\.\\d{1,6}");
        private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

        private boolean isInteger = true;
        private boolean isLong = true;
        private boolean isDecimal = true;
        private boolean isDate = true;
        private boolean isEmpty = true;
        private int length;
        private int scale;

        void see(String field) {
            if (field.isEmpty()) {
                return;
            }
            isEmpty = false;
            length = Math.max(length, field.length());
            boolean isWhole = WHOLE.matcher(field).matches();
            isInteger &=
                    isWhole && Integer.toString((int) Long.parseLong(field)).equals(field);
            isLong &= isWhole;
            boolean hasPoint = DECIMAL.matcher(field).matches();
            isDecimal &= isWhole || hasPoint;
            if (hasPoint) {
                scale = Math.max(scale, field.length() - field.indexOf('.') - 1);
            }
            isDate &= DATE.matcher(field).matches();
        }

        Column column(String name) {
            Type type = Type.VARCHAR;
            if (!isEmpty && isInteger) {
                type = Type.INTEGER;
            } else if (!isEmpty && isLong) {
                type = Type.BIGINT;
            } else if (!isEmpty && isDecimal) {
                type = Type.DECIMAL;
            } else if (!isEmpty && isDate) {
                type = Type.DATE;
            }
            String plain = NOT_IN_A_NAME.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
            return new Column("c_" + plain, type, length, scale);
        }
    }
}
