package io.vectra.storage.graph;

/**
 * A walk that keeps accepted nodes only; the others are passed on the way.
 *
 * <p>Not all of them. Where the nodes around the query are not accepted, but most are elsewhere (all categories but
 * one), the nearest first would be the whole of those surroundings. So nodes that were met by one whose links hardly
 * lead to accepted nodes are <em>remote</em>: a bounded number of them is passed, enough to come to accepted ones.
 *
 * <p>See {@code docs/adr/0031-nodes-that-a-filtered-walk-passes.md}. Thread rule: one walk at a time.
 */
final class FilteredWalk {
    /** From how many neighbours on their share of accepted ones is believed. */
    private static final int NEIGHBOURS_MIN = 64;

    /** What a node meets is remote if a smaller part of its links leads to accepted nodes. */
    private static final double LINKS_PART = 0.125;

    /** With a smaller share of accepted nodes none is remote: there may be others behind those that are passed. */
    private static final double REMOTE_SHARE = 0.15;

    /** At least so many remote nodes may be passed, as a part of {@code ef}. */
    private static final double REMOTE_MIN = 0.5;

    private final GraphWalk walk;
    private final CandidateList best;
    private final int linksMin;

    /** Accepted nodes that were met. */
    private final Frontier accepted = new Frontier();
    /** Other nodes that were met by accepted ones, or near such. */
    private final Frontier others = new Frontier();

    private final Frontier remote = new Frontier();

    /** @param best receives the nearest accepted nodes */
    FilteredWalk(GraphWalk walk, CandidateList best) {
        this.walk = walk;
        this.best = best;
        this.linksMin = Math.max(1, (int) (LINKS_PART * walk.linksMax()));
    }

    /**
     * Goes on from where the walk has started; returns false if it gave up.
     *
     * @param share which part of all vectors is accepted, above 0
     */
    boolean run(GraphQuery query, NodeFilter filter, double share) {
        long met = 0;
        long metAccepted = 0;
        boolean hasRemote = share >= REMOTE_SHARE;
        long remoteLeft = remoteMax(share);
        var neighbours = new Neighbours();
        int wanted = best.capacity();
        accepted.clear();
        others.clear();
        remote.clear();
        for (int i = 0; i < walk.seedCount(); i++) {
            meet(walk.seed(i), filter, hasRemote ? remote : others);
        }
        while (true) {
            boolean isFull = best.size() >= wanted;
            Frontier next = next(remoteLeft > 0, isFull);
            if (next.isEmpty() || (isFull && next.nearest() > best.key(wanted - 1))) {
                return true;
            }
            int node = Keys.node(next.poll());
            walk.readAhead(next.nearestNode());
            int count = walk.expand(node);
            boolean isNear = !hasRemote || next == accepted || walk.hasAcceptedLinks(node, filter, linksMin);
            int acceptedCount = 0;
            for (int i = 0; i < count; i++) {
                acceptedCount += meet(walk.key(i), filter, isNear ? others : remote);
            }
            met += count;
            metAccepted += acceptedCount;
            if (next == accepted) {
                wanted = neighbours.add(count, acceptedCount).wanted(query, best.capacity());
            } else if (next == remote) {
                remoteLeft--;
            }
            if (walk.work() > query.workMax() || atMost(metAccepted) < met * query.shareMin()) {
                return false;
            }
        }
    }

    /** Returns where the next node is taken from: the nearest, but of the remote ones only if there is need. */
    private Frontier next(boolean mayBeRemote, boolean isFull) {
        Frontier next = others.nearest() < accepted.nearest() ? others : accepted;
        boolean isRemote = remote.nearest() < next.nearest() && (mayBeRemote || (!isFull && next.isEmpty()));
        return isRemote ? remote : next;
    }

    /**
     * Returns how many remote nodes are passed as long as there are others. Of a share {@code s} of accepted nodes that
     * do not go with the vectors, a walk to {@code ef} of them passes {@code ef · (1 - s) / s}.
     */
    private long remoteMax(double share) {
        return (long) (best.capacity() * Math.max(REMOTE_MIN, (1 - share) / share));
    }

    /**
     * Notes a node; returns 1 if it is accepted, else 0.
     *
     * @param unaccepted where it is noted if it is not
     */
    private int meet(long key, NodeFilter filter, Frontier unaccepted) {
        boolean isAccepted = filter.accepts(Keys.node(key));
        if (key < best.bound()) {
            if (isAccepted) {
                accepted.add(key);
                best.add(key);
            } else {
                unaccepted.add(key);
            }
        }
        return isAccepted ? 1 : 0;
    }

    /**
     * Returns about how many are to be expected at the most where so many were seen: of a Poisson distribution, 97 %.
     */
    private static double atMost(long seen) {
        return seen + 2 * Math.sqrt(seen) + 3;
    }

    /**
     * How many of the neighbours of accepted nodes are accepted too: about the share of accepted nodes where these do
     * not go with the vectors, and near 1 where they lie together, however few they are.
     */
    private static final class Neighbours {
        private long count;
        private long accepted;

        Neighbours add(int newCount, int newAccepted) {
            count += newCount;
            accepted += newAccepted;
            return this;
        }

        boolean isKnown() {
            return count >= NEIGHBOURS_MIN;
        }

        double share() {
            return accepted / (double) count;
        }

        /**
         * Returns how many accepted candidates are enough. With a share {@code s} the walk to {@code ef} of them passes
         * {@code ef / s} nodes, and knows what is around the nearest ones better than {@code ef} asks for: {@code ef ·
         * √s} do.
         */
        int wanted(GraphQuery query, int ef) {
            return isKnown() ? Math.min(ef, Math.max(2 * query.k(), (int) (ef * Math.sqrt(share())))) : ef;
        }
    }
}
