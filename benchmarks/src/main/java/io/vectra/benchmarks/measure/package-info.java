/** The measurements, each of which ends in one Markdown table. */
@NullMarked
package io.vectra.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
