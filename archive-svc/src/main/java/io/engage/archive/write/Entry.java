package io.engage.archive.write;

/**
 * A record of a partition.
 *
 * @param arrival when Kafka took it, epoch ms
 * @param value null when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on from Kafka, never compared
public record Entry(long offset, long arrival, byte[] value) {}
