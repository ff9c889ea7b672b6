/** Every total once more, from the curated archive, by the rules of {@code figures/}. */
package io.engage.batch.recompute;
