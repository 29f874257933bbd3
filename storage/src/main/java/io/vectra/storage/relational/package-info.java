/**
 * The relational mirror: an H2 database that is derived from the log. It checks constraints, fills in defaults, joins
 * and aggregates; it never is the truth, and can be deleted and rebuilt at any time.
 *
 * <p>Nothing here knows the log or the vector files: the engine passes row images and vector references through. H2's
 * internal classes are used only in {@code MirrorValues} and {@code MirrorStorage}; {@code MirrorInternalsTest} pins
 * what they rely on.
 */
@NullMarked
package io.vectra.storage.relational;

import org.jspecify.annotations.NullMarked;
