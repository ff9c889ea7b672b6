/** Clients of ingest-svc that cost little beside it: connections, and batches sent as fast as they are taken or at a fixed pace. */
package io.engage.bench.door;
