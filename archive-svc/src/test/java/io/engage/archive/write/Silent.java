package io.engage.archive.write;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Source;

/** Hears all and minds nothing but what must not be. */
class Silent implements Watcher {
    @Override
    public void stored(FileName name, Extent extent, long bytes) {}

    @Override
    public void takenOver(FileName name, Extent held) {}

    @Override
    public void refused(FileName name, int times, long pause, Bucket.Unavailable reason) {}

    @Override
    public void lost(Source source, long from, long to) {
        throw new AssertionError("Nothing was lost of " + source);
    }

    @Override
    public void foreign(FileName name, Extent held) {
        throw new AssertionError("It is the same log: " + name + " " + held);
    }
}
