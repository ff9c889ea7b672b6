/** Holds the recomputed totals against the live ones. */
package io.engage.batch.reconcile;
