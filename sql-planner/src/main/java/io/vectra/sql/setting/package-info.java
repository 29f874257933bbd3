/** The settings that users change by SET, and where their values are kept. */
@NullMarked
package io.vectra.sql.setting;

import org.jspecify.annotations.NullMarked;
