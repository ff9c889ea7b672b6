/** The only door: events in over HTTP, checked, out to Kafka. */
package io.engage.ingest;
