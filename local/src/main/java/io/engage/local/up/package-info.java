/** {@code ./engage up} and {@code ./engage status}. */
package io.engage.local.up;
