package io.vectra.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.vector.Seed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Random filters on random rows give what H2 gives for the same WHERE. */
class FilterEqualsMirrorTest {
    private static final ColumnsIdentity IDENTITY = new ColumnsIdentity(new UUID(1, 2), 3, 4);

    @Test
    void smallTables() throws Exception {
        Random random = Seed.random("FilterEqualsMirrorTest.smallTables");
        for (int i = 0; i < Integer.getInteger("vectra.rounds", 8); i++) {
            compare(random, 1 + random.nextInt(500), 150);
        }
    }

    @Test
    void tableOfSeveralChunks() throws Exception {
        compare(Seed.random("FilterEqualsMirrorTest.tableOfSeveralChunks"), 66_000, 20);
    }

    private static void compare(Random random, int rowCount, int filterCount) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            var table = new RandomTable(random);
            table.create(connection, rowCount);
            boolean isIndexed = random.nextBoolean();
            for (int column = 1; isIndexed && column < RandomTable.COLUMNS.size() - 1; column++) {
                statement.execute(
                        "CREATE INDEX ON T(" + RandomTable.COLUMNS.get(column).name() + ")");
            }
            SegmentColumns segment = segment(table);
            var delta = new DeltaColumns(RandomTable.types());
            table.rows.forEach(delta::append);
            int evaluated = 0;
            for (int i = 0; i < filterCount; i++) {
                var filters = new RandomFilter(random, table);
                RandomFilter.Pair pair = filters.next(random.nextInt(4));
                assertThat(delta.canEvaluate(pair.filter())).isEqualTo(segment.canEvaluate(pair.filter()));
                if (segment.canEvaluate(pair.filter())) {
                    evaluated++;
                    RoaringBitmap expected = query(connection, pair.sql(), filters, isIndexed);
                    if (expected == null) {
                        continue;
                    }
                    String what = pair.sql() + " with " + filters.parameters() + " as " + pair.filter();
                    assertThat(segment.evaluate(pair.filter())).as(what).isEqualTo(expected);
                    assertThat(delta.evaluate(pair.filter(), rowCount)).as(what).isEqualTo(expected);
                    assertThat(segment.estimate(pair.filter())).as(what).isBetween(0.0, (double) rowCount);
                }
            }
            assertThat(evaluated).as("filters that could be evaluated").isGreaterThan(filterCount / 2);
        }
    }

    private static SegmentColumns segment(RandomTable table) throws IOException {
        var directory = new HeapDirectory();
        try (SegmentColumnsWriter writer =
                SegmentColumnsWriter.create(directory, "columns", IDENTITY, RandomTable.types())) {
            for (@Nullable Object[] row : table.rows) {
                writer.append(row);
            }
            writer.finish();
        }
        return SegmentColumns.open(directory, "columns", IDENTITY, RandomTable.types());
    }

    /** Returns null where H2 fails because it looks for a value in an index whose column cannot hold it. */
    private static @Nullable RoaringBitmap query(
            Connection connection, String where, RandomFilter filters, boolean isIndexed) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT ID FROM T WHERE " + where)) {
            for (int i = 0; i < filters.parameters().size(); i++) {
                query.setObject(i + 1, filters.parameters().get(i));
            }
            var slots = new RoaringBitmap();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    slots.add((int) result.getLong(1));
                }
            }
            return slots;
        } catch (SQLException e) {
            if (isIndexed && e.getSQLState().startsWith("220")) {
                return null;
            }
            throw e;
        }
    }
}
