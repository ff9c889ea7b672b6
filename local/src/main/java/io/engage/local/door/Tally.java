package io.engage.local.door;

/**
 * How far the events have come.
 *
 * @param posted handed over to be sent
 * @param accepted taken by the door
 * @param rejected refused by the door
 * @param retries how often a request was sent again
 */
public record Tally(long posted, long accepted, long rejected, long retries) {}
