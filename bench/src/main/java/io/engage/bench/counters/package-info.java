/** {@code ./engage bench counters}: metrics-svc beside the limit and other engines, on the same topics. */
package io.engage.bench.counters;
