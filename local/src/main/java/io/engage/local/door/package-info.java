/**
 * What the simulator and the replayer share: the way of events through the HTTP door of ingest-svc, at a pace, in order and with
 * retries, and the account of it on the terminal.
 */
package io.engage.local.door;
