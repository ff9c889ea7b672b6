/**
 * Runs a metric on Kafka Streams: a state store that follows the figures' journal, a processor that moves the time of its
 * partition, and the proof that no record is waiting.
 */
package io.engage.metrics.engine;
