/** Keeps a handful of programs running and ends them all: knows processes, pid files and logs, and nothing of Engage. */
package io.engage.local.supervise;
