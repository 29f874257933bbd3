package io.vectra.sql.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.storage.SearchPlan;
import java.util.List;

/** An explanation as a JSON document, whose keys docs/SQL.md lists. Thread rule: not thread-safe. */
final class ExplanationDocument {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double NANOS_PER_MS = 1e6;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode searches = root.putArray("searches");
    private final ArrayNode texts = root.putArray("textSearches");

    /** Begins a vector search. */
    ObjectNode addSearch(String place, String metric) {
        return searches.addObject().put("place", place).put("metric", metric);
    }

    /** Begins a full-text search. */
    ObjectNode addText(String place) {
        return texts.addObject().put("place", place);
    }

    /** Adds to the vector search that was begun last how it goes about it. */
    void addPlan(SearchPlan plan) {
        last().put("strategy", plan.strategy().label())
                .put("reason", plan.reason())
                .put("index", plan.index())
                .put("segments", plan.segments())
                .put("graphs", plan.graphs())
                .put("ef", plan.ef())
                .put("rowsWithVector", plan.rows())
                .put("rowsEligible", plan.matches())
                .put("rowsCompared", plan.scannedRows())
                .put("rowsComparedByCodes", plan.codeRows());
    }

    /** Returns where to write what was measured of the vector search that was begun last. */
    ObjectNode measured() {
        return last().putObject("measured");
    }

    private ObjectNode last() {
        return (ObjectNode) searches.get(searches.size() - 1);
    }

    /** Sets the statement that the mirror runs at the end. */
    void setMirrorSql(String sql) {
        root.put("mirrorSql", sql);
    }

    /** Adds a sub-query that is computed before the mirror's statement. */
    void addComputedFirst(String sql) {
        root.withArray("computedFirst").add(sql);
    }

    /** Sets what was measured of the whole query. */
    void setMeasured(long rows, long nanos) {
        root.put("rows", rows).put("milliseconds", milliseconds(nanos));
    }

    static double milliseconds(long nanos) {
        return nanos / NANOS_PER_MS;
    }

    /** Returns the document, with the lines of the text beside it. */
    String text(List<String> notes, List<String> lines) {
        notes.forEach(root.putArray("notes")::add);
        lines.forEach(root.putArray("text")::add);
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can be written", e);
        }
    }
}
