/** Programs that a user would start from; every one is run by a test. */
@NullMarked
package io.vectra.samples;

import org.jspecify.annotations.NullMarked;
