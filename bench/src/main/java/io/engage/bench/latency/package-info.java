/** {@code ./engage bench latency}: from the click to the figure, in Redis and in a browser's stream. */
package io.engage.bench.latency;
