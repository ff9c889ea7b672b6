package io.engage.portal.videos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** An answer's bytes, compressed at most once for all who take it so. */
public final class ListBody {
    private final byte[] plain;
    private byte[] gzip;

    ListBody(String json) {
        this.plain = json.getBytes(StandardCharsets.UTF_8);
    }

    byte[] plain() {
        return plain;
    }

    synchronized byte[] gzip() {
        if (gzip == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 6 + 64);
            try (GZIPOutputStream to = new GZIPOutputStream(out)) {
                to.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            gzip = out.toByteArray();
        }
        return gzip;
    }
}
