/** The service of the counted metrics. */
package io.engage.metrics;
