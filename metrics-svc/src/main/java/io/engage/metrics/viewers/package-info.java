/** The metric of who watches. */
package io.engage.metrics.viewers;
