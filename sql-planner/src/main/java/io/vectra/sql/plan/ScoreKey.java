package io.vectra.sql.plan;

import io.vectra.sql.execute.Blend.Method;
import io.vectra.sql.execute.Blend.Weight;
import io.vectra.sql.function.HybridFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorFunction.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;

/**
 * A sort key that rises with the score of a text, and perhaps with the nearness of a vector.
 *
 * @param method how the two are put together
 * @param score the call of {@code bm25}, or of the share in {@code hybrid}
 * @param text what the score is multiplied by; in {@code hybrid} the weight of the vectors
 * @param vector the distance or similarity, or null if the text counts alone
 * @param distance what the distance is multiplied by
 */
record ScoreKey(
        Method method, SqlCall score, Weight text, @Nullable SqlCall vector, Weight distance) {

    /** Returns what a key is, or null if it is nothing of the kind. */
    static @Nullable ScoreKey find(SqlNode key) {
        if (!(key instanceof SqlCall call)) {
            return null;
        }
        if (call.getOperator() instanceof HybridFunction) {
            Weight alpha = weight(List.of(call.operand(2)), false);
            Method method = call.getOperator() == HybridFunction.RANKED ? Method.RANKED : Method.WEIGHTED;
            return alpha == null ? null : new ScoreKey(method, call.operand(1), alpha, call.operand(0), Weight.ONE);
        }
        List<Term> terms = new ArrayList<>();
        return addTerms(call, false, terms) ? sum(terms) : null;
    }

    /** A call, or null, multiplied by constants. */
    private record Term(@Nullable SqlCall call, List<SqlNode> factors, boolean isNegated) {}

    /** Returns whether all of a sum is understood. */
    private static boolean addTerms(SqlNode node, boolean isNegated, List<Term> terms) {
        switch (node.getKind()) {
            case PLUS -> {
                return addTerms(((SqlCall) node).operand(0), isNegated, terms)
                        && addTerms(((SqlCall) node).operand(1), isNegated, terms);
            }
            case MINUS -> {
                return addTerms(((SqlCall) node).operand(0), isNegated, terms)
                        && addTerms(((SqlCall) node).operand(1), !isNegated, terms);
            }
            case MINUS_PREFIX -> {
                return addTerms(((SqlCall) node).operand(0), !isNegated, terms);
            }
            default -> {
                Term term = term(node, isNegated);
                if (term != null) {
                    terms.add(term);
                }
                return term != null;
            }
        }
    }

    private static @Nullable Term term(SqlNode node, boolean isNegated) {
        if (isConstant(node)) {
            return new Term(null, List.of(node), isNegated);
        }
        if (node.getKind() == SqlKind.TIMES) {
            SqlNode left = ((SqlCall) node).operand(0);
            SqlNode right = ((SqlCall) node).operand(1);
            SqlNode factor = isConstant(left) ? left : right;
            Term inner = isConstant(factor) ? term(factor == left ? right : left, isNegated) : null;
            if (inner == null) {
                return null;
            }
            List<SqlNode> factors = new ArrayList<>(inner.factors());
            factors.add(factor);
            return new Term(inner.call(), factors, isNegated);
        }
        boolean isScore = node instanceof SqlCall call
                && (call.getOperator() == TextFunction.BM25
                        || call.getOperator() instanceof VectorFunction function && function.ordering() != null);
        return isScore ? new Term((SqlCall) node, List.of(), isNegated) : null;
    }

    private static boolean isConstant(SqlNode node) {
        return node instanceof SqlNumericLiteral || node instanceof SqlDynamicParam;
    }

    private static @Nullable ScoreKey sum(List<Term> terms) {
        Term text = null;
        Term vector = null;
        for (Term term : terms) {
            SqlCall call = term.call();
            if (call == null) {
                continue;
            }
            boolean isText = call.getOperator() == TextFunction.BM25;
            if (isText ? text != null : vector != null) {
                return null;
            }
            text = isText ? term : text;
            vector = isText ? vector : term;
        }
        Weight textWeight = text == null ? null : weight(text.factors(), text.isNegated());
        if (text == null || textWeight == null) {
            return null;
        }
        if (vector == null) {
            return new ScoreKey(Method.SUM, Objects.requireNonNull(text.call()), textWeight, null, Weight.ONE);
        }
        SqlCall call = Objects.requireNonNull(vector.call());
        VectorFunction function = (VectorFunction) call.getOperator();
        boolean isDistance = Objects.requireNonNull(function.ordering()).value() == Value.DISTANCE;
        Weight distance = weight(vector.factors(), vector.isNegated() == isDistance);
        return distance == null
                ? null
                : new ScoreKey(Method.SUM, Objects.requireNonNull(text.call()), textWeight, call, distance);
    }

    private static @Nullable Weight weight(List<SqlNode> factors, boolean isNegated) {
        double constant = isNegated ? -1 : 1;
        List<Integer> parameters = new ArrayList<>();
        for (SqlNode factor : factors) {
            if (factor instanceof SqlNumericLiteral literal) {
                constant *= Objects.requireNonNull(literal.bigDecimalValue()).doubleValue();
            } else if (factor instanceof SqlDynamicParam parameter) {
                parameters.add(parameter.getIndex());
            } else {
                return null;
            }
        }
        return new Weight(constant, parameters);
    }
}
