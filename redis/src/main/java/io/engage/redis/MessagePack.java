package io.engage.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Many short texts as one argument of a script, which takes them apart with {@code cmsgpack.unpack}: each argument of a command costs
 * the client and Redis more than the few bytes that it holds. MessagePack is <a
 * href="https://github.com/msgpack/msgpack/blob/master/spec.md">specified</a>; only arrays of strings are needed here.
 */
public final class MessagePack {
    private static final int ARRAY_32 = 0xdd;
    private static final int FIXED_STR = 0xa0;
    private static final int LONGEST_FIXED_STR = 31;
    private static final int STR_32 = 0xdb;

    private MessagePack() {}

    /** These texts as an array of strings of UTF-8. */
    public static Buffer strings(List<String> texts) {
        Buffer packed = Buffer.buffer(16 * texts.size());
        packed.appendByte((byte) ARRAY_32).appendInt(texts.size());
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (utf8.length <= LONGEST_FIXED_STR) {
                packed.appendByte((byte) (FIXED_STR | utf8.length));
            } else {
                packed.appendByte((byte) STR_32).appendInt(utf8.length);
            }
            packed.appendBytes(utf8);
        }
        return packed;
    }
}
