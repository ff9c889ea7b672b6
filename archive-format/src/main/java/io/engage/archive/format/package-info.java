/** The files of the archive: their names, what their metadata says, how they are written and read. */
package io.engage.archive.format;
