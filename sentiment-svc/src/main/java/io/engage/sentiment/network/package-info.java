/** The recursive neural tensor network of CoreNLP's sentiment, on plain arrays. */
package io.engage.sentiment.network;
