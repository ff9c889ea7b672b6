/** From Kafka to the writers of the partitions: assignment, batches, commits, health and metrics. */
package io.engage.archive.kafka;
