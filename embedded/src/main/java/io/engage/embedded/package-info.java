/** A real Kafka broker and a real Redis, for the local mode and for tests. */
package io.engage.embedded;
