/** The harness's entry point, with the measurements of the foundations. */
@NullMarked
package io.vectra.benchmarks;

import org.jspecify.annotations.NullMarked;
