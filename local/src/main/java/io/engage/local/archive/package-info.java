/** {@code ./engage archive}: what the archive holds. The work is done by archive-svc's own program. */
package io.engage.local.archive;
