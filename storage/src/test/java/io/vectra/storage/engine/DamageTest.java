package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Cuts and flips the files of a database, byte by byte: a later open shows what was committed, or says which file is
 * damaged and where, and never shows a wrong row.
 *
 * <p>The formats' own tests do this for every byte; here, through the whole database, every
 * {@code -Dvectra.damage.step=5}th byte, with 1 every one.
 */
class DamageTest {
    private static final int STEP = Integer.getInteger("vectra.damage.step", 5);

    /** The states that the database went through, the last one committed last. */
    private final List<TreeMap<Integer, Integer>> states = new ArrayList<>(List.of(new TreeMap<>()));

    private FaultyDirectory written(boolean isClosed) throws SQLException {
        return written(isClosed, database -> {});
    }

    private FaultyDirectory written(boolean isClosed, Upkeep upkeep) throws SQLException {
        FaultyDirectory directory = new FaultyDirectory(1);
        EngineDatabase database = EngineDatabase.openUntended(directory, DatabaseOptions.DEFAULT);
        try (Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            for (int id = 1; id <= 5; id++) {
                ModelDatabase.insert(session, id, 1);
                TreeMap<Integer, Integer> next = new TreeMap<>(states.get(states.size() - 1));
                next.put(id, 1);
                states.add(next);
            }
            upkeep.tend(database);
            ModelDatabase.update(session, 2, 2);
            TreeMap<Integer, Integer> next = new TreeMap<>(states.get(states.size() - 1));
            next.put(2, 2);
            states.add(next);
        }
        if (isClosed) {
            database.close();
        }
        return directory.crash(FaultyDirectory.PowerCut.UNFORCED_KEPT);
    }

    /** What is done between the commits. */
    private interface Upkeep {
        void tend(EngineDatabase database) throws SQLException;
    }

    @Test
    void damageOfSegmentsIsNeverAnotherAnswer() throws SQLException {
        FaultyDirectory directory = written(false, database -> {
            try (Session session = database.newSession()) {
                session.vacuum(null);
                ModelDatabase.delete(session, 5);
                ModelDatabase.createIndex(session);
                session.reindex("PUBLIC", "T_VEC");
            }
            states.clear();
            states.add(new TreeMap<>(Map.of(1, 1, 2, 1, 3, 1, 4, 1)));
        });

        damageEverything(directory, states);
    }

    @Test
    void afterACleanCloseDamageIsNeverAnotherAnswer() throws SQLException {
        FaultyDirectory directory = written(true);
        TreeMap<Integer, Integer> last = states.get(states.size() - 1);

        damageEverything(directory, List.of(last));
    }

    @Test
    void afterACrashDamageGivesAPrefixOfTheCommitsAtMost() throws SQLException {
        FaultyDirectory directory = written(false);

        damageEverything(directory, states);
    }

    private static void damageEverything(FaultyDirectory directory, List<TreeMap<Integer, Integer>> allowed)
            throws SQLException {
        int damages = 0;
        for (String name : directory.names()) {
            if (name.equals("LOCK")) {
                continue;
            }
            byte[] content = directory.content(name);
            for (int at = 0; at < content.length; at += STEP) {
                check(directory, name, Arrays.copyOf(content, at), "cut to " + at, allowed);
                byte[] flipped = content.clone();
                flipped[at] ^= (byte) (1 << (at % 8));
                check(directory, name, flipped, "flipped at " + at, allowed);
                damages += 2;
            }
        }
        assertThat(damages).as("damages").isGreaterThan(100);
    }

    private static void check(
            FaultyDirectory whole, String name, byte[] content, String damage, List<TreeMap<Integer, Integer>> allowed)
            throws SQLException {
        FaultyDirectory damaged = whole.copy();
        damaged.setContent(name, content);
        try (Database database = EngineDatabase.openUntended(damaged, DatabaseOptions.DEFAULT)) {
            assertThat(ModelDatabase.read(database)).as("%s %s", name, damage).isIn(allowed);
        } catch (CorruptStoreException e) {
            assertThat(e.file()).as("%s %s: %s", name, damage, e.getMessage()).isNotEmpty();
            assertThat(e.offset()).as("%s %s: %s", name, damage, e.getMessage()).isNotNegative();
        } catch (StoreException e) {
            assertThat(e.error()).as("%s %s: %s", name, damage, e.getMessage()).isEqualTo(StoreError.TOO_NEW);
        }
    }
}
