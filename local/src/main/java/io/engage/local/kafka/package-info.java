/** The embedded Kafka broker as a process of its own. */
package io.engage.local.kafka;
