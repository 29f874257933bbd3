package io.vectra.storage.graph;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.ObjectSerializer;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Builds graphs by hnswlib-core.
 *
 * <p>Its items hold the number of a node, not a vector; {@link HnswIndex} reads its graph. Its levels are random, so no
 * two builds are the same.
 *
 * <p>Thread rule: as of {@link GraphBuilder}.
 */
public final class HnswlibBuilder implements GraphBuilder {
    private static final int PIPE_BYTES = 1 << 16;

    @Override
    public String name() {
        return "hnswlib";
    }

    @Override
    public int id() {
        return GraphFile.BUILDER_HNSWLIB;
    }

    @Override
    public boolean walksByCodes() {
        return false;
    }

    @Override
    public HnswGraph build(
            NodeVectors nodes, GraphSettings settings, @Nullable BaseLinks base, BuildProgress progress) {
        var index = buildIndex(nodes, settings, progress);
        try {
            return read(index);
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreError.CANCELLED, "The build of a graph was cancelled.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the graph of hnswlib-core could not be read", e);
        }
    }

    private static com.github.jelmerk.hnswlib.core.hnsw.HnswIndex<Integer, Integer, NodeItem, Float> buildIndex(
            NodeVectors nodes, GraphSettings settings, BuildProgress progress) {
        var index = com.github.jelmerk.hnswlib.core.hnsw.HnswIndex.newBuilder(
                        nodes.dimension(), new NodeDistance(nodes), nodes.count())
                .withCustomSerializers(new NodeSerializer(), new NodeItemSerializer())
                .withM(settings.m())
                .withEfConstruction(settings.efConstruction())
                .build();
        new BuildSteps(0, nodes.count(), nodes.count(), progress)
                .run(threadCount(settings), () -> node -> index.add(new NodeItem(node, nodes.dimension())));
        return index;
    }

    /**
     * Returns how many threads may build: not more than there are processors. The library has one set of visited nodes
     * for each processor; a thread that waits for one holds locks that the owners of all sets may wait for.
     */
    private static int threadCount(GraphSettings settings) {
        return Math.min(settings.threadCount(), Runtime.getRuntime().availableProcessors());
    }

    /** Passes the graph through a pipe, so that it is never on the heap as bytes. */
    private static HnswGraph read(
            com.github.jelmerk.hnswlib.core.hnsw.HnswIndex<Integer, Integer, NodeItem, Float> index)
            throws IOException {
        var failure = new AtomicReference<@Nullable Exception>();
        var in = new PipedInputStream(PIPE_BYTES);
        var out = new PipedOutputStream(in);
        var writer = new Thread(
                () -> {
                    try (out) {
                        index.save(out);
                    } catch (IOException | RuntimeException e) {
                        failure.set(e);
                    }
                },
                "vectra-graph-save");
        writer.setDaemon(true);
        writer.start();
        try (in) {
            return HnswIndex.read(in);
        } catch (IOException e) {
            Exception cause = failure.get();
            if (cause != null) {
                e.addSuppressed(cause);
            }
            throw e;
        } finally {
            BuildSteps.join(writer);
        }
    }

    /** A node as the library sees it: its vector is its number. */
    private record NodeItem(Integer id, int dimensions) implements Item<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer vector() {
            return id;
        }
    }

    /** Writes the number of a node. */
    private static final class NodeSerializer implements ObjectSerializer<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void write(Integer node, ObjectOutput out) throws IOException {
            out.writeInt(node);
        }

        @Override
        public Integer read(ObjectInput in) {
            throw new UnsupportedOperationException("read by HnswIndex");
        }
    }

    /** Writes the number of an item's node. */
    private static final class NodeItemSerializer implements ObjectSerializer<NodeItem> {
        private static final long serialVersionUID = 1L;

        @Override
        public void write(NodeItem item, ObjectOutput out) throws IOException {
            out.writeInt(item.id());
        }

        @Override
        public NodeItem read(ObjectInput in) {
            throw new UnsupportedOperationException("read by HnswIndex");
        }
    }

    /** The distance of two nodes; each thread keeps the vector that comes again in its scorer. */
    private static final class NodeDistance implements DistanceFunction<Integer, Float> {
        private static final long serialVersionUID = 1L;

        private final transient ThreadLocal<Pair> pairs;

        NodeDistance(NodeVectors nodes) {
            this.pairs = ThreadLocal.withInitial(() -> new Pair(new FloatScorer(nodes)));
        }

        @Override
        public Float distance(Integer first, Integer second) {
            return pairs.get().distance(first, second);
        }
    }

    /** The pair whose distance was computed last. */
    private static final class Pair {
        private final FloatScorer scorer;
        private int query = LinkTable.NONE;
        private int lastFirst = LinkTable.NONE;

        Pair(FloatScorer scorer) {
            this.scorer = scorer;
        }

        float distance(int first, int second) {
            if (first != query && second != query) {
                query = first == lastFirst ? first : second;
                scorer.setQuery(query);
            }
            lastFirst = first;
            return scorer.score(query == first ? second : first);
        }
    }
}
