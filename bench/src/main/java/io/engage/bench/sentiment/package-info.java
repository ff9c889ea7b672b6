/** Speed and accuracy of the sentiment scorers, and the fitting of the default one. */
package io.engage.bench.sentiment;
