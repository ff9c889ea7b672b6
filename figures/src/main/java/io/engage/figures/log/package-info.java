/**
 * How figures follow the log: time by arrival, whole seconds, duplicates, and the journal that carries the state of one
 * partition over a crash or to another instance.
 */
package io.engage.figures.log;
