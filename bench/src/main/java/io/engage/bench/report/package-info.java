/** What a benchmark says in the end: a table for people, JSON for programs, and the machine it ran on. */
package io.engage.bench.report;
