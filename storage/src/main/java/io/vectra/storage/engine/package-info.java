/**
 * Transactions, commit, recovery, checkpoint and backup: what makes a log, vectors and a relational mirror one
 * database.
 */
@NullMarked
package io.vectra.storage.engine;

import org.jspecify.annotations.NullMarked;
