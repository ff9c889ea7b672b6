package io.engage.ingest.body;

/**
 * One event of a body that is refused.
 *
 * @param index its place among the events of the body, from 0; blank lines are not counted
 * @param problem the class of the reason, as a label of metrics
 * @param reason for people
 * @param from where its bytes begin in the body
 * @param to where they end, exclusively
 */
public record Rejected(int index, String problem, String reason, int from, int to) {}
