/** {@code ./engage bench}: benchmarks that anyone can repeat, of Engage and of its peers on the same work. No part of the tests. */
package io.engage.bench;
