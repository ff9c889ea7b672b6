package io.engage.portal.stream;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Some server-sent events as they go over the wire, made once for all visitors who get them, and compressed at most once.
 *
 * <p>Compressed, a frame is a run of whole deflate blocks that refer to nothing before them and end on a byte. Any frames
 * one after the other, behind {@link #GZIP_START}, are therefore one valid gzip stream that a browser unpacks as it comes.
 */
final class Frame {
    /** What a compressed stream begins with. */
    static final Buffer GZIP_START = Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});

    /** Comes back after 2 s when the connection is lost. */
    static final Frame HELLO = new Frame("retry: 2000\n\n");

    /** Tells everybody on the way that the connection is in use. */
    static final Frame HEARTBEAT = new Frame(":\n\n");

    /** The figures stand still until the next snapshot. */
    static final Frame AWAY = new Frame(
            event("away", "{\"reason\":\"The figures cannot be read just now; a snapshot follows when they can\"}"));

    private final byte[] bytes;
    private Buffer plain;
    private Buffer compressed;

    /** @param events whole events, each as {@link #event} writes it */
    Frame(String events) {
        this.bytes = events.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * One event.
     *
     * @param json its data, on one line
     */
    static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    /** As {@link #event}, for a state that was read at {@code asOf}, epoch ms. */
    static String event(String name, String json, long asOf) {
        return "id: " + asOf + "\n" + event(name, json);
    }

    synchronized Buffer plain() {
        if (plain == null) {
            plain = Buffer.buffer(Unpooled.wrappedBuffer(bytes));
        }
        return plain;
    }

    synchronized Buffer compressed() {
        if (compressed == null) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            try {
                deflater.setInput(bytes);
                byte[] out = new byte[bytes.length / 5 + 64];
                Buffer blocks = Buffer.buffer(out.length);
                int length;
                do {
                    length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
                    blocks.appendBytes(out, 0, length);
                } while (length == out.length);
                compressed = blocks;
            } finally {
                deflater.end();
            }
        }
        return compressed;
    }
}
