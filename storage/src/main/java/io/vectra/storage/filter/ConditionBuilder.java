package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import io.vectra.storage.filter.ColumnType.Kind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns a filter into a condition: moves negations down to the columns, and joins the tests of one column's keys.
 *
 * <p>Thread rule: one thread.
 */
final class ConditionBuilder implements Filter.Visitor<Condition.Node> {
    private static final Condition.Node EVERYTHING = new Condition.Everything();
    private static final Condition.Node NOTHING = new Condition.Nothing();

    private final List<ColumnType> types;

    /** Whether what is visited stands under an odd number of negations. */
    private boolean isNegated;

    private ConditionBuilder(List<ColumnType> types) {
        this.types = types;
    }

    static Condition.Node build(Filter filter, List<ColumnType> types) {
        return filter.accept(new ConditionBuilder(types));
    }

    static boolean isSupported(Filter filter, List<ColumnType> types) {
        return SupportedFilters.isSupported(filter, types);
    }

    @Override
    public Condition.Node constant(Filter.Constant constant) {
        return switch (constant) {
            case TRUE -> isNegated ? NOTHING : EVERYTHING;
            case FALSE -> isNegated ? EVERYTHING : NOTHING;
            case UNKNOWN -> NOTHING;
        };
    }

    @Override
    public Condition.Node comparison(Filter.Comparison comparison) {
        ColumnType type = types.get(comparison.column());
        Filter.Operator operator = isNegated ? comparison.operator().negated() : comparison.operator();
        if (type.kind().isText()) {
            String operand = text(type, comparison.value());
            return new Condition.Texts(comparison.column(), new TextTest.Comparison(operator, operand));
        }
        if (type.kind() == Kind.UUID) {
            return new Condition.Uuids(
                    comparison.column(), new UuidTest.Comparison(operator, (UUID) comparison.value()));
        }
        return keys(comparison.column(), cut(type, comparison.value()).keys(operator));
    }

    @Override
    public Condition.Node in(Filter.In in) {
        if (in.hasNull() && isNegated) {
            // Where a value equals it is FALSE, elsewhere UNKNOWN.
            return NOTHING;
        }
        ColumnType type = types.get(in.column());
        if (type.kind().isText()) {
            List<String> operands = in.values().stream()
                    .map(value -> text(type, value))
                    .sorted()
                    .distinct()
                    .toList();
            return new Condition.Texts(in.column(), new TextTest.Membership(operands, isNegated));
        }
        if (type.kind() == Kind.UUID) {
            UUID[] operands = in.values().toArray(UUID[]::new);
            return new Condition.Uuids(in.column(), new UuidTest.Membership(operands, isNegated));
        }
        long[] keys = in.values().stream()
                .map(value -> cut(type, value))
                .filter(Cut::isKey)
                .mapToLong(Cut::floor)
                .toArray();
        KeyRanges ranges = KeyRanges.ofKeys(keys);
        return keys(in.column(), isNegated ? ranges.complement() : ranges);
    }

    @Override
    public Condition.Node like(Filter.Like like) {
        LikePattern pattern = LikePattern.parse(like.pattern(), like.escape());
        return pattern == null ? NOTHING : new Condition.Texts(like.column(), new TextTest.Like(pattern, isNegated));
    }

    @Override
    public Condition.Node isNull(Filter.IsNull isNull) {
        return new Condition.Nulls(isNull.column(), !isNegated);
    }

    @Override
    public Condition.Node and(Filter.And and) {
        return combine(and.filters(), !isNegated);
    }

    @Override
    public Condition.Node or(Filter.Or or) {
        return combine(or.filters(), isNegated);
    }

    @Override
    public Condition.Node not(Filter.Not not) {
        isNegated = !isNegated;
        Condition.Node node = not.filter().accept(this);
        isNegated = !isNegated;
        return node;
    }

    private Condition.Node combine(List<Filter> filters, boolean isConjunction) {
        Map<Integer, KeyRanges> ranges = new TreeMap<>();
        List<Condition.Node> others = new ArrayList<>();
        for (Filter filter : filters) {
            Condition.Node node = filter.accept(this);
            if (node.equals(isConjunction ? NOTHING : EVERYTHING)) {
                return node;
            }
            if (node instanceof Condition.Keys keys) {
                ranges.merge(keys.column(), keys.ranges(), isConjunction ? KeyRanges::intersection : KeyRanges::union);
            } else if (!node.equals(isConjunction ? EVERYTHING : NOTHING)) {
                others.add(node);
            }
        }
        List<Condition.Node> nodes = new ArrayList<>();
        for (Map.Entry<Integer, KeyRanges> entry : ranges.entrySet()) {
            Condition.Node node = keys(entry.getKey(), entry.getValue());
            if (!node.equals(NOTHING)) {
                nodes.add(node);
            } else if (isConjunction) {
                return NOTHING;
            }
        }
        // Tests of keys are the fastest, and may leave nothing for the others to do.
        nodes.addAll(others);
        return switch (nodes.size()) {
            case 0 -> isConjunction ? EVERYTHING : NOTHING;
            case 1 -> nodes.get(0);
            default -> isConjunction ? new Condition.All(nodes) : new Condition.Any(nodes);
        };
    }

    private static Condition.Node keys(int column, KeyRanges ranges) {
        return ranges.isEmpty() ? NOTHING : new Condition.Keys(column, ranges);
    }

    private static Cut cut(ColumnType type, Serializable value) {
        @Nullable Cut cut = ColumnKeys.cut(type, value);
        if (cut == null) {
            throw new IllegalArgumentException("a " + type.kind() + " column is not compared with a "
                    + value.getClass().getName() + " here; ask Condition.of, which says so beforehand");
        }
        return cut;
    }

    /** Returns a text as the column's texts are compared. */
    static String text(ColumnType type, Object value) {
        String text = (String) value;
        return type.kind() == Kind.CHAR ? withoutTrailingBlanks(text) : text;
    }

    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
