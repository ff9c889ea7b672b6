/** How fast archive-svc drains a backlog. */
package io.engage.bench.archive;
