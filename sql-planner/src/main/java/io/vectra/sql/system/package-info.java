/** The tables of the schema VECTRA, whose rows are made when they are read. */
@NullMarked
package io.vectra.sql.system;

import org.jspecify.annotations.NullMarked;
