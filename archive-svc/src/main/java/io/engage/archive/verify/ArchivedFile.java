package io.engage.archive.verify;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;

/** A file in the bucket and what its metadata says of it. */
public record ArchivedFile(FileName name, Extent extent) {}
