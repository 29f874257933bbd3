/** Tests of the samples, of the documents' examples, and of the rules that hold for the whole repository. */
package io.vectra.samples;
