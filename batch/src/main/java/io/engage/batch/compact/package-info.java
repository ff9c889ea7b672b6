/** Raw hours to curated hours: each event once, by the time it happened. */
package io.engage.batch.compact;
