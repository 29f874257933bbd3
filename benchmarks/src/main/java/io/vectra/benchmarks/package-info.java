/** To be described. */
@NullMarked
package io.vectra.benchmarks;

import org.jspecify.annotations.NullMarked;
