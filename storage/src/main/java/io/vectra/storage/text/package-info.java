/**
 * Full-text search: analysis, the query language, the text index of one segment of rows, and searches over several of
 * them by one set of statistics. Lucene is used here only.
 */
@NullMarked
package io.vectra.storage.text;

import org.jspecify.annotations.NullMarked;
