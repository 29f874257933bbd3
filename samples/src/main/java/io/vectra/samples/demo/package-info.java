/**
 * {@code ./vectra demo}: answers questions in plain language from a dictionary, through JDBC, with a text model that
 * runs on this machine.
 */
@NullMarked
package io.vectra.samples.demo;

import org.jspecify.annotations.NullMarked;
