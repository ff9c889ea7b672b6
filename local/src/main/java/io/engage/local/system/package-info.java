/** What Engage consists of on one machine: its processes, their ports and their folders. */
package io.engage.local.system;
