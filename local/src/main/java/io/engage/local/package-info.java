/** The whole of Engage on one machine: what stands behind {@code ./engage}. */
package io.engage.local;
