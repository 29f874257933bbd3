/** Prints checked statements as SQL of the relational mirror, and definitions as changes of the schema. */
@NullMarked
package io.vectra.sql.mirror;

import org.jspecify.annotations.NullMarked;
