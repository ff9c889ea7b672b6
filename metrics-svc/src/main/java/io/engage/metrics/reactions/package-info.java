/** The metric of likes and dislikes. */
package io.engage.metrics.reactions;
