/** Serves the figures of comments from Redis: absolute values, one pipeline a second, all again when Redis was emptied. */
package io.engage.sentiment.serving;
