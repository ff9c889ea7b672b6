/** From a comment to a score. */
package io.engage.sentiment.scoring;
