/** The way to Redis: reads, and channels. */
package io.engage.portal.store;
