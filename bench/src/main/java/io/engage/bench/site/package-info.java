/** The servers and services that are measured, each a process of its own, and what the system says of their CPU time and memory. */
package io.engage.bench.site;
