package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.vector.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The collections that a walk keeps, against those of the library. */
class CandidatesTest {
    private final Random random = Seed.random("CandidatesTest");

    @Test
    void keysSortAsDistancesThenNodes() {
        float[] distances = {
            Float.NEGATIVE_INFINITY, -3e38f, -1, -1e-40f, -0f, 0, 1e-40f, 1, 3e38f, Float.POSITIVE_INFINITY, Float.NaN
        };
        int[] nodes = {0, 1, 77, Integer.MAX_VALUE};
        long before = Long.MIN_VALUE;
        for (float distance : distances) {
            for (int node : nodes) {
                long key = Keys.of(distance, node);
                assertThat(key).isGreaterThan(before).isLessThan(Keys.LAST);
                assertThat(Float.floatToIntBits(Keys.distance(key))).isEqualTo(Float.floatToIntBits(distance));
                assertThat(Keys.node(key)).isEqualTo(node);
                assertThat(Keys.node(key | Keys.EXPANDED)).isEqualTo(node);
                assertThat(Keys.isExpanded(key)).isFalse();
                before = key | Keys.EXPANDED;
            }
        }
    }

    @Test
    void aCandidateListKeepsTheNearestAndExpandsThemInOrder() {
        for (int round = 0; round < 300; round++) {
            int capacity = 1 + random.nextInt(50);
            var list = new CandidateList();
            list.reset(capacity);
            var model = new TreeSet<Long>();
            Set<Integer> expanded = new HashSet<>();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(4) > 0) {
                    long key = Keys.of(random.nextInt(40) - 20, step);
                    assertThat(list.bound()).isEqualTo(model.size() < capacity ? Keys.LAST : unmarked(list, model));
                    list.add(key);
                    model.add(key);
                    if (model.size() > capacity) {
                        model.pollLast();
                    }
                } else {
                    int expected = model.stream()
                            .map(Keys::node)
                            .filter(node -> !expanded.contains(node))
                            .findFirst()
                            .orElse(-1);
                    assertThat(list.nearestUnexpanded()).isEqualTo(expected);
                    assertThat(list.expandNearest()).isEqualTo(expected);
                    expanded.add(expected);
                }
                assertThat(nodes(list))
                        .containsExactlyElementsOf(
                                model.stream().map(Keys::node).toList());
            }
        }
    }

    /** Returns the model's last key with the mark that the list has on it. */
    private static long unmarked(CandidateList list, TreeSet<Long> model) {
        return model.last() | (list.key(list.size() - 1) & Keys.EXPANDED);
    }

    private static List<Integer> nodes(CandidateList list) {
        List<Integer> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            nodes.add(Keys.node(list.key(i)));
        }
        return nodes;
    }

    @Test
    void aFrontierGivesTheNearestFirst() {
        var frontier = new Frontier();
        var model = new PriorityQueue<Long>();
        for (int step = 0; step < 5000; step++) {
            if (random.nextInt(5) > 1 || model.isEmpty()) {
                long key = Keys.of(random.nextInt(100) - 50, random.nextInt(1000));
                frontier.add(key);
                model.add(key);
            } else {
                assertThat(frontier.poll()).isEqualTo(model.poll());
            }
            assertThat(frontier.isEmpty()).isEqualTo(model.isEmpty());
        }
        frontier.clear();
        assertThat(frontier.isEmpty()).isTrue();
    }

    @Test
    void visitedNodesAreRememberedUntilCleared() {
        var visited = new VisitedNodes(1000);
        for (int round = 0; round < 20; round++) {
            Set<Integer> model = new HashSet<>();
            for (int i = 0; i < random.nextInt(3000); i++) {
                int node = random.nextInt(1000);
                assertThat(visited.contains(node)).isEqualTo(model.contains(node));
                assertThat(visited.add(node)).isEqualTo(model.add(node) ? 1 : 0);
            }
            visited.clear();
        }
        for (int node = 0; node < 1000; node++) {
            assertThat(visited.contains(node)).isFalse();
        }
    }
}
