package io.vectra.samples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Shows the whole of Vectra in one screen: a table with vectors, rows in, the nearest rows out. The README prints it.
 */
public final class Quickstart {
    private Quickstart() {}

    /** Runs against the database in the folder {@code ./data/shop}, creating it the first time. */
    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:./data/shop");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS docs");
            statement.execute("CREATE TABLE docs (title VARCHAR(40), price DECIMAL(10, 2), vec VECTOR(3))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?)")) {
                insert.setString(1, "red pencil");
                insert.setDouble(2, 0.99);
                insert.setObject(3, new float[] {0.9f, 0.1f, 0.0f});
                insert.executeUpdate();
            }
            statement.execute(
                    "INSERT INTO docs VALUES ('blue ink', 4.50, '[0, 0.2, 0.9]'), ('red car', 20000, '[1, 0, 0]')");
            try (PreparedStatement nearest = connection.prepareStatement(
                    "SELECT title, cosine(vec, ?) AS distance FROM docs WHERE price < 10 ORDER BY distance LIMIT 2")) {
                nearest.setObject(1, new float[] {1, 0, 0});
                ResultSet rows = nearest.executeQuery();
                while (rows.next()) {
                    System.out.printf("%.3f %s%n", rows.getDouble("distance"), rows.getString("title"));
                }
            }
        }
    }
}
