package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.util.List;

/** What a condition asks of the texts of a column, none of which is NULL. Immutable. */
sealed interface TextTest {
    /** Returns whether a text meets the condition. */
    boolean matches(CharSequence text);

    /**
     * Marks the entries of an ascending list of different texts that meet the condition.
     *
     * @param marks one for each entry, 0 before; 1 for a match
     */
    void mark(SortedTexts texts, byte[] marks);

    /** Texts in ascending order of their UTF-16 units, without equal ones. */
    interface SortedTexts {
        int count();

        /** Returns a text; it may change when the next one is asked for. */
        CharSequence text(int index);

        /**
         * Copies a text.
         *
         * @param units room for at least {@link #unitsMax()}
         * @return how many units it has
         */
        int copy(int index, char[] units);

        /** Returns how many units the longest text has. */
        int unitsMax();

        /** Returns the first text that is not below {@code text}, or {@link #count()}. */
        default int firstFrom(CharSequence text) {
            int from = 0;
            int to = count();
            while (from < to) {
                int middle = from + to >>> 1;
                if (CharSequence.compare(text(middle), text) < 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        /** Returns the first text that is above {@code text}, or {@link #count()}. */
        default int firstAfter(CharSequence text) {
            int index = firstFrom(text);
            return index < count() && CharSequence.compare(text(index), text) == 0 ? index + 1 : index;
        }
    }

    /** {@code text operator operand}. */
    record Comparison(Filter.Operator operator, String operand) implements TextTest {
        @Override
        public boolean matches(CharSequence text) {
            int order = CharSequence.compare(text, operand);
            return switch (operator) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }

        @Override
        public void mark(SortedTexts texts, byte[] marks) {
            int from = texts.firstFrom(operand);
            int after = texts.firstAfter(operand);
            switch (operator) {
                case EQUAL -> fill(marks, from, after);
                case NOT_EQUAL -> {
                    fill(marks, 0, from);
                    fill(marks, after, texts.count());
                }
                case LESS -> fill(marks, 0, from);
                case LESS_OR_EQUAL -> fill(marks, 0, after);
                case GREATER -> fill(marks, after, texts.count());
                case GREATER_OR_EQUAL -> fill(marks, from, texts.count());
            }
        }
    }

    /** {@code text [NOT] IN (operands)}; {@code operands} ascend. */
    record Membership(List<String> operands, boolean isNegated) implements TextTest {
        @Override
        public boolean matches(CharSequence text) {
            int from = 0;
            int to = operands.size();
            while (from < to) {
                int middle = from + to >>> 1;
                int order = CharSequence.compare(operands.get(middle), text);
                if (order == 0) {
                    return !isNegated;
                }
                if (order < 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return isNegated;
        }

        @Override
        public void mark(SortedTexts texts, byte[] marks) {
            fill(marks, 0, isNegated ? texts.count() : 0);
            for (String operand : operands) {
                int index = texts.firstFrom(operand);
                if (index < texts.count() && CharSequence.compare(texts.text(index), operand) == 0) {
                    marks[index] = (byte) (isNegated ? 0 : 1);
                }
            }
        }
    }

    /** {@code text [NOT] LIKE pattern}. */
    record Like(LikePattern pattern, boolean isNegated) implements TextTest {
        @Override
        public boolean matches(CharSequence text) {
            return pattern.matches(text.toString()) != isNegated;
        }

        @Override
        public void mark(SortedTexts texts, byte[] marks) {
            String prefix = pattern.prefix();
            int from = texts.firstFrom(prefix);
            int end = prefix.isEmpty() ? texts.count() : firstWithout(prefix, from, texts);
            fill(marks, 0, isNegated ? texts.count() : 0);
            char[] units = new char[texts.unitsMax()];
            for (int index = from; index < end; index++) {
                boolean isMatch = pattern.isPrefixOnly() || pattern.matches(units, texts.copy(index, units));
                marks[index] = (byte) (isMatch != isNegated ? 1 : 0);
            }
        }

        /** Returns the first text from {@code from} on that does not begin with {@code prefix}. */
        private static int firstWithout(String prefix, int from, SortedTexts texts) {
            int low = from;
            int high = texts.count();
            while (low < high) {
                int middle = low + high >>> 1;
                CharSequence text = texts.text(middle);
                boolean begins = text.length() >= prefix.length()
                        && CharSequence.compare(text.subSequence(0, prefix.length()), prefix) == 0;
                if (begins) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private static void fill(byte[] marks, int from, int end) {
        for (int i = from; i < end; i++) {
            marks[i] = 1;
        }
    }
}
