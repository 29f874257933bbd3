package io.vectra.storage.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the graph out of a saved index of hnswlib-core 1.2.1.
 *
 * <p>The library shows its graph nowhere but in what {@code save} writes, a serialized object. Java reads such an
 * object into another class if that has the same simple name, hence this one's, and the same version. What is read is
 * the form with version byte 2:
 *
 * <pre>
 * byte version, int dimensions, 4 objects: distance function, comparator, serializers of ids and items,
 * int maxItemCount, int m, int maxM, int maxM0, double levelLambda, int ef, int efConstruction, boolean removeEnabled,
 * int nodeCount, int idCount, for each: id, int node;  int deletedCount (0),
 * int maxItemCount, for each node: int node or -1; int levels, for each: int links, int each; item; boolean deleted,
 * int entry, boolean immutable
 * </pre>
 *
 * <p>The ids are our nodes; with several threads they are not the library's.
 *
 * <p>Thread rule: one thread.
 */
final class HnswIndex implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String SAVED_CLASS = "com.github.jelmerk.hnswlib.core.hnsw.HnswIndex";
    private static final byte SAVED_VERSION = 2;
    private static final int LEVEL_MAX = 64;

    private transient @Nullable HnswGraph graph;

    private HnswIndex() {}

    /**
     * Reads a graph.
     *
     * @throws IOException if what was saved has another form
     */
    static HnswGraph read(InputStream saved) throws IOException {
        try (var in = new SavedIndexStream(saved)) {
            HnswGraph read = ((HnswIndex) in.readObject()).graph;
            if (read == null) {
                throw new InvalidObjectException("the saved index holds no graph");
            }
            return read;
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new IOException("hnswlib-core has saved something else than expected", e);
        }
    }

    /** Finds this class instead of the library's. */
    private static final class SavedIndexStream extends ObjectInputStream {
        SavedIndexStream(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            if (description.getName().equals(SAVED_CLASS)) {
                return HnswIndex.class;
            }
            return Class.forName(description.getName(), false, HnswIndex.class.getClassLoader());
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException(HnswIndex.class.getName());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        byte version = in.readByte();
        expect(version == SAVED_VERSION, "version", version);
        in.readInt();
        for (int i = 0; i < 4; i++) {
            in.readObject();
        }
        in.readInt();
        int m = in.readInt();
        in.readInt();
        int linksMax = in.readInt();
        expect(m > 0 && linksMax == 2 * m, "links a node", linksMax);
        in.readDouble();
        in.readInt();
        in.readInt();
        in.readBoolean();
        graph = readGraph(in, in.readInt(), m);
    }

    private static HnswGraph readGraph(ObjectInputStream in, int nodeCount, int m) throws IOException {
        int[] nodes = readNodes(in, nodeCount);
        int deletedCount = in.readInt();
        expect(deletedCount == 0, "deleted items", deletedCount);
        int capacity = in.readInt();
        expect(capacity >= nodeCount, "capacity", capacity);
        var links = new LinkTable(nodeCount, 2 * m);
        List<IntList> upperNodes = new ArrayList<>();
        List<List<int[]>> upperLinks = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            int saved = in.readInt();
            if (saved == -1) {
                continue;
            }
            expect(saved == i && i < nodeCount, "node", saved);
            int levelCount = in.readInt();
            expect(levelCount > 0 && levelCount <= LEVEL_MAX, "levels", levelCount);
            int[] row = readLinks(in, nodes, 2 * m);
            for (int j = 0; j < row.length; j++) {
                links.setLink(nodes[i], j, row[j]);
            }
            for (int level = 1; level < levelCount; level++) {
                if (upperNodes.size() < level) {
                    upperNodes.add(new IntList());
                    upperLinks.add(new ArrayList<>());
                }
                upperNodes.get(level - 1).add(nodes[i]);
                upperLinks.get(level - 1).add(readLinks(in, nodes, m));
            }
            int item = in.readInt();
            expect(item == nodes[i], "item", item);
            expect(!in.readBoolean(), "deleted node", i);
        }
        int entry = in.readInt();
        expect(entry >= -1 && entry < nodeCount, "entry", entry);
        in.readBoolean();
        List<HnswGraph.Level> upperLevels = new ArrayList<>();
        for (int level = 0; level < upperNodes.size(); level++) {
            upperLevels.add(level(upperNodes.get(level).toArray(), upperLinks.get(level), m));
        }
        return new HnswGraph(nodeCount, m, entry == -1 ? -1 : nodes[entry], links, upperLevels);
    }

    private static HnswGraph.Level level(int[] nodes, List<int[]> rows, int m) {
        var links = new LinkTable(nodes.length, m);
        for (int row = 0; row < nodes.length; row++) {
            for (int i = 0; i < rows.get(row).length; i++) {
                links.setLink(row, i, rows.get(row)[i]);
            }
        }
        return new HnswGraph.Level(nodes, links);
    }

    /** Reads which of our nodes each of the library's is. */
    private static int[] readNodes(ObjectInputStream in, int nodeCount) throws IOException {
        int idCount = in.readInt();
        expect(idCount == nodeCount, "ids", idCount);
        var nodes = new int[nodeCount];
        Arrays.fill(nodes, LinkTable.NONE);
        for (int i = 0; i < nodeCount; i++) {
            int id = in.readInt();
            int saved = in.readInt();
            expect(id >= 0 && id < nodeCount, "id", id);
            expect(saved >= 0 && saved < nodeCount && nodes[saved] == LinkTable.NONE, "node", saved);
            nodes[saved] = id;
        }
        return nodes;
    }

    private static int[] readLinks(ObjectInputStream in, int[] nodes, int max) throws IOException {
        int count = in.readInt();
        expect(count >= 0 && count <= max, "links", count);
        var links = new int[count];
        for (int i = 0; i < count; i++) {
            int saved = in.readInt();
            expect(saved >= 0 && saved < nodes.length, "link", saved);
            links[i] = nodes[saved];
        }
        return links;
    }

    private static void expect(boolean isExpected, String what, int actual) throws IOException {
        if (!isExpected) {
            throw new InvalidObjectException("hnswlib-core has saved an index of another form than that of 1.2.1: "
                    + what + " " + actual + ". Use the version of the library that Vectra is built with.");
        }
    }
}
