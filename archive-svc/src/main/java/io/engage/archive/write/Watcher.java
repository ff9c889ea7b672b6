package io.engage.archive.write;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Source;

/** Hears what a writer does. Called by its thread, so it returns soon. */
public interface Watcher {
    /** A file was stored; {@code bytes} is its size in the bucket. */
    void stored(FileName name, Extent extent, long bytes);

    /** A file was found in place of an own one, and its range taken over. */
    void takenOver(FileName name, Extent held);

    /** The bucket did not take a file, for so many times in a row; it will be tried again after {@code pause} ms. */
    void refused(FileName name, int times, long pause, Bucket.Unavailable reason);

    /** Kafka deleted records before they were archived: those of the offsets {@code from} to before {@code to}. */
    void lost(Source source, long from, long to);

    /** The bucket holds, under this name, what is not from this log. Nothing more is archived of the partition. */
    void foreign(FileName name, Extent held);
}
