/** The load: seeded events in the wire format of {@code engage.events}, with the totals they must lead to. */
package io.engage.bench.load;
