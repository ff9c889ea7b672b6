/** Reads the log of comments: partitions taken and given, time, totals that survive a crash, points. */
package io.engage.sentiment.reading;
