package io.vectra.samples.demo;

/**
 * One meaning in the dictionary.
 *
 * @param id unique, from 1
 * @param pos the part of speech: noun, verb, adjective, adverb
 * @param lexname WordNet's subject, such as {@code noun.animal}
 * @param words the words that have this meaning, separated by commas
 * @param wordCount how many words there are
 * @param gloss what they mean, with examples
 */
record Entry(int id, String pos, String lexname, String words, int wordCount, String gloss) {
    /** Returns the text whose vector stands for this entry. */
    String text() {
        return words + ": " + gloss;
    }
}
