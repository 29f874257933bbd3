/**
 * The relational mirror: an H2 database that is derived from the log. It checks constraints, fills in defaults, joins
 * and aggregates; it never is the truth, and can be deleted and rebuilt at any time.
 *
 * <p>Nothing here knows the log or the vector files: the engine passes row images and vector references through. Below
 * SQL it relies on H2's own classes: {@code CaptureConstraint}, {@code MirrorCatalog}, {@code MirrorRedo},
 * {@code MirrorValues}. That is why H2's version is pinned; the tests of these classes tell what another version
 * breaks.
 */
@NullMarked
package io.vectra.storage.relational;

import org.jspecify.annotations.NullMarked;
