/** Likes and dislikes: totals, and those of the last ten seconds. */
package io.engage.figures.reactions;
