/** {@code ./engage bench growth}: what an event costs as videos, sessions, one video's share and instances grow. */
package io.engage.bench.growth;
