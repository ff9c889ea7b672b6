/** Serves figures from Redis: absolute values, one pipeline a second, all again when Redis was emptied. */
package io.engage.metrics.serving;
