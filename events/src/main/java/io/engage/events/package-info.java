/** The wire contract that all houses share: events, topics, and the names of everything in Redis. */
package io.engage.events;
