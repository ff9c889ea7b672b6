/** Spark over the archive: compact, recompute, reconcile, restore. */
package io.engage.batch;
