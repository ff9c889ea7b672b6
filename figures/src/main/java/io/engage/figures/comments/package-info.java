/** What the audience says: comments, popular words, and sentiment from a sample. */
package io.engage.figures.comments;
