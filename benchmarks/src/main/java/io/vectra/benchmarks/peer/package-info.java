/** What is measured: Vectra through JDBC, other vector searches from Maven, brute force in SQL. */
@NullMarked
package io.vectra.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
