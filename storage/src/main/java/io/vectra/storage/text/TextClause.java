package io.vectra.storage.text;

import java.util.List;

/** A part of a full-text query, as it was written. */
sealed interface TextClause {
    /** Hands the clause to the visitor's method for its kind. */
    <R> R accept(Visitor<R> visitor);

    /** A word; the analyzer may divide it into several, which then stand side by side. */
    record Word(String text) implements TextClause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.word(this);
        }
    }

    /**
     * Words side by side, in this order.
     *
     * @param slop how many places the words may be moved in all
     */
    record Phrase(String text, int slop) implements TextClause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.phrase(this);
        }
    }

    /**
     * All words that begin so.
     *
     * @param index where it stands in the query, from 0
     */
    record Prefix(String text, int index) implements TextClause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.prefix(this);
        }
    }

    /**
     * All words that differ by few letters.
     *
     * @param edits how many letters may be put in, left out, changed, or swapped with the next one
     * @param index where it stands in the query, from 0
     */
    record Fuzzy(String text, int edits, int index) implements TextClause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fuzzy(this);
        }
    }

    /**
     * Several clauses. A row meets it that meets all required and no prohibited ones; without required ones, and with
     * optional ones, at least one of those.
     */
    record Group(List<TextClause> required, List<TextClause> optional, List<TextClause> prohibited)
            implements TextClause {
        public Group {
            required = List.copyOf(required);
            optional = List.copyOf(optional);
            prohibited = List.copyOf(prohibited);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.group(this);
        }
    }

    /** A clause whose score counts more, or less. */
    record Boosted(TextClause clause, float factor) implements TextClause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.boosted(this);
        }
    }

    /** One method per kind. */
    interface Visitor<R> {
        R word(Word clause);

        R phrase(Phrase clause);

        R prefix(Prefix clause);

        R fuzzy(Fuzzy clause);

        R group(Group clause);

        R boosted(Boosted clause);
    }
}
