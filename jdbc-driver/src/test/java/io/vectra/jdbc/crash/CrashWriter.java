package io.vectra.jdbc.crash;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The program that is killed: three threads change one database without end, and report every acknowledged commit on
 * standard output; a fourth seals, vacuums and builds graphs meanwhile.
 *
 * <p>Each thread has ids of its own (id modulo 3), so that the order between threads does not matter to the one who
 * checks.
 */
public final class CrashWriter {
    static final int THREADS = 3;

    private CrashWriter() {}

    /** Arguments: the JDBC URL, the seed. */
    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[1]);
        PrintStream out = System.out;
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            for (String definition : CrashTables.DEFINITIONS) {
                statement.execute(definition);
            }
        }
        out.println("READY");
        out.flush();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Writer writer = new Writer(args[0], thread, seed * 31 + thread, out);
            threads.add(new Thread(writer, "writer-" + thread));
        }
        threads.add(new Thread(() -> tend(args[0], new Random(seed), out), "upkeep"));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Seals, merges, builds and alters without end, beside the writers. */
    private static void tend(String url, Random random, PrintStream out) {
        String[] statements = {"VACUUM", "VACUUM docs", "VACUUM notes", "REINDEX docs_vec", "REINDEX notes_vec"};
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute(
                        random.nextInt(3) == 0
                                ? CrashTables.alteration(connection, random)
                                : statements[random.nextInt(statements.length)]);
            }
        } catch (SQLException | RuntimeException e) {
            synchronized (out) {
                out.println("E upkeep " + e);
                e.printStackTrace(out);
                out.flush();
            }
        }
    }

    private static final class Writer implements Runnable {
        private final String url;
        private final int thread;
        private final Random random;
        private final PrintStream out;
        private final TreeMap<Long, Integer> docs = new TreeMap<>();
        private final TreeMap<Long, Integer> notes = new TreeMap<>();
        private long nextId;

        Writer(String url, int thread, long seed, PrintStream out) {
            this.url = url;
            this.thread = thread;
            this.random = new Random(seed);
            this.out = out;
        }

        @Override
        public void run() {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                load(connection);
                for (int number = 0; ; number++) {
                    CrashTransaction transaction = invent(number);
                    report(transaction.announcement());
                    write(connection, transaction);
                    connection.commit();
                    report("A " + thread + " " + number);
                    transaction.applyTo(docs, notes);
                }
            } catch (SQLException | RuntimeException e) {
                synchronized (out) {
                    out.println("E " + thread + " " + e);
                    e.printStackTrace(out);
                    out.flush();
                }
            }
        }

        private void report(String line) {
            synchronized (out) {
                out.println(line);
                out.flush();
            }
        }

        /** Continues where the killed writer before had come to. */
        private void load(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                try (ResultSet rows = statement.executeQuery("SELECT id, version FROM docs")) {
                    while (rows.next()) {
                        remember(docs, rows.getLong(1), rows.getInt(2));
                    }
                }
                try (ResultSet rows = statement.executeQuery("SELECT name, version FROM notes")) {
                    while (rows.next()) {
                        remember(notes, Long.parseLong(rows.getString(1).substring(5)), rows.getInt(2));
                    }
                }
            }
            connection.commit();
        }

        private void remember(TreeMap<Long, Integer> table, long id, int version) {
            nextId = Math.max(nextId, id / THREADS + 1);
            if (id % THREADS == thread) {
                table.put(id, version);
            }
        }

        private CrashTransaction invent(int number) {
            int size = 1 + random.nextInt(20);
            TreeMap<Long, Integer> docsNow = new TreeMap<>(docs);
            TreeMap<Long, Integer> notesNow = new TreeMap<>(notes);
            List<CrashTransaction.Change> changes = new ArrayList<>();
            boolean isMultiTable = random.nextInt(3) == 0;
            for (int i = 0; i < size; i++) {
                boolean isNote = isMultiTable && random.nextBoolean();
                CrashTransaction.Change change = isNote ? change('n', notesNow) : change('d', docsNow);
                changes.add(change);
                new CrashTransaction(thread, number, List.of(change)).applyTo(docsNow, notesNow);
            }
            return new CrashTransaction(thread, number, changes);
        }

        private CrashTransaction.Change change(char table, TreeMap<Long, Integer> rows) {
            int kind = random.nextInt(10);
            if (kind < 6 || rows.isEmpty()) {
                return new CrashTransaction.Change(table, nextId++ * THREADS + thread, 1);
            }
            Long id = rows.ceilingKey(rows.firstKey() + random.nextInt((int) (rows.lastKey() - rows.firstKey() + 1)));
            return new CrashTransaction.Change(table, id, kind < 8 ? rows.get(id) + 1 : 0);
        }

        private static void write(Connection connection, CrashTransaction transaction) throws SQLException {
            for (CrashTransaction.Change change : transaction.changes()) {
                boolean isDoc = change.table() == 'd';
                String key = isDoc ? "id" : "name";
                String table = isDoc ? "docs" : "notes";
                String sql = change.version() == 0
                        ? "DELETE FROM " + table + " WHERE " + key + " = ?"
                        : change.version() == 1
                                ? "INSERT INTO " + table + " (version, body, vec, " + key + ") VALUES (?, ?, ?, ?)"
                                : "UPDATE " + table + " SET version = ?, body = ?, vec = ? WHERE " + key + " = ?";
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    int parameter = 1;
                    if (change.version() != 0) {
                        statement.setInt(parameter++, change.version());
                        statement.setString(parameter++, CrashTables.body(change.id(), change.version()));
                        statement.setObject(
                                parameter++,
                                isDoc
                                        ? CrashTables.docVector(change.id(), change.version())
                                        : CrashTables.noteVector(change.id(), change.version()));
                    }
                    statement.setObject(parameter, isDoc ? change.id() : CrashTables.noteName(change.id()));
                    if (statement.executeUpdate() != 1) {
                        throw new SQLException("a change of one row met another number of rows: " + change);
                    }
                }
            }
        }
    }
}
