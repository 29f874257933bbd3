/** To be described. */
@NullMarked
package io.vectra.samples;

import org.jspecify.annotations.NullMarked;
