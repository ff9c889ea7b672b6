/** How the records of a partition become files: where they are cut, and who owns which range. Plain Java. */
package io.engage.archive.write;
