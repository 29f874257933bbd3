package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.Session;
import io.vectra.storage.io.HeapDirectory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbc.JdbcResultSet;
import org.h2.util.HasSQL;
import org.h2.value.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every scalar type, from SQL through the log into a mirror that is rebuilt from it. */
class EveryTypeTest {
    private static final String VALUES = "io.vectra.storage.relational.MirrorValuesTest#";

    @ParameterizedTest
    @MethodSource({VALUES + "everyType", VALUES + "everyTemporalType", VALUES + "everyInterval"})
    void everyValueSurvivesTheLog(String type, Class<?> imageType, List<String> values) throws SQLException {
        var directory = new HeapDirectory();
        List<String> written;
        try (Database database = EngineDatabase.open(directory, DatabaseOptions.DEFAULT);
                Session session = database.newSession()) {
            session.change(new SchemaChange.CreateTable(
                    Catalog.DEFAULT_SCHEMA,
                    "T",
                    false,
                    List.of(
                            new ColumnDefinition("ID", "INTEGER", 0, true, ""),
                            new ColumnDefinition("X", type, 0, false, "")),
                    new SchemaChange.PrimaryKey(null, List.of("ID")),
                    List.of(),
                    "CREATE TABLE T (…)"));
            insert(session, 0, "NULL");
            for (int i = 0; i < values.size(); i++) {
                insert(session, i + 1, values.get(i));
            }
            written = read(session);
        }

        try (Database database = EngineDatabase.open(directory, DatabaseOptions.DEFAULT);
                Session session = database.newSession()) {
            assertThat(read(session)).hasSize(values.size() + 1).isEqualTo(written);
        }
    }

    private static void insert(Session session, int id, String value) throws SQLException {
        session.write(view -> {
            try (PreparedStatement insert = view.prepare("INSERT INTO T VALUES(" + id + ", " + value + ")")) {
                return insert.executeUpdate();
            }
        });
    }

    private static List<String> read(Session session) throws SQLException {
        return session.read(view -> {
            var texts = new ArrayList<String>();
            try (PreparedStatement query = view.prepare("SELECT X FROM T ORDER BY ID");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Value value = ((JdbcResultSet) rows).getInternal(1);
                    texts.add(Value.getTypeName(value.getValueType()) + " " + value.getSQL(HasSQL.DEFAULT_SQL_FLAGS));
                }
            }
            return texts;
        });
    }
}
