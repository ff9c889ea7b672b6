/**
 * Simulated live videos, their viewers and what these do. The model is pure: it knows no clock and no network, and the
 * same seed and start give the same events. {@link io.engage.local.simulate.Simulate} sends them or writes them.
 */
package io.engage.local.simulate;
