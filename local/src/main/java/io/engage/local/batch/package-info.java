/** {@code ./engage batch}: the jobs over the archive. The work is done by {@code batch/}'s own program. */
package io.engage.local.batch;
