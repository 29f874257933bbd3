/** The manifest: what the log alone does not say about a database, such as where recovery starts. */
@NullMarked
package io.vectra.storage.manifest;

import org.jspecify.annotations.NullMarked;
