/** Back from the archive into Kafka. */
package io.engage.batch.restore;
