package io.engage.archive.write;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import java.io.InputStream;
import java.util.function.Supplier;

/** Where files are kept for good. A file is there whole or not at all, and is never replaced. */
public interface Bucket {
    /** What became of a file. */
    sealed interface Put {
        /** It is there now. */
        record Stored() implements Put {}

        /** One of the same name was there already, and still is as it was. */
        record Found(Extent held) implements Put {}
    }

    /**
     * Puts a file unless one of its name is there. A call that fails may have stored it all the same: the next call finds it.
     *
     * @throws Unavailable when it is not known to be there; worth another try
     */
    Put putIfAbsent(FileName name, Extent extent, Content content) throws Unavailable;

    /**
     * A file's bytes.
     *
     * @param length how many
     * @param open reads them from the beginning, each time anew
     */
    record Content(long length, Supplier<InputStream> open) {}

    /** The bucket refused, was too slow, or could not be reached. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
