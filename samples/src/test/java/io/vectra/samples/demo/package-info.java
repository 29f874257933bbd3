/** Tests of the demo, with the real text model. */
package io.vectra.samples.demo;
