/** The data sets that are measured with: vectors, metadata, exact answers. */
@NullMarked
package io.vectra.benchmarks.data;

import org.jspecify.annotations.NullMarked;
