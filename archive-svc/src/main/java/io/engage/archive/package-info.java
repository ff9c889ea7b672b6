/** The source of truth: every record of the topics, from Kafka to S3, exactly once. */
package io.engage.archive;
