package io.vectra.benchmarks.measure;

/**
 * How fast and how exact a contestant is at one effort.
 *
 * @param recall at 10
 * @param qps queries a second of all threads together
 * @param p50Ms median latency in milliseconds
 */
record CurvePoint(int effort, double recall, double qps, double p50Ms, double p95Ms, double p99Ms) {}
