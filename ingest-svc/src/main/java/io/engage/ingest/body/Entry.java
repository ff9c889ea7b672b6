package io.engage.ingest.body;

import io.engage.events.EventType;

/**
 * A valid event on its way to Kafka.
 *
 * @param type its kind, which tells its topic
 * @param videoId the video's id in UTF-8, which is its key
 * @param line its JSON
 */
@SuppressWarnings("ArrayRecordComponent") // what Kafka's client takes; never compared
public record Entry(EventType type, byte[] videoId, byte[] line) {}
