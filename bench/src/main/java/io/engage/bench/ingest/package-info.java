/** {@code ./engage bench ingest}: what the way in takes, and how long it takes. */
package io.engage.bench.ingest;
