package io.engage.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final int LONGEST_HEAD = 5;

    private byte[] bytes;
    private int length;

    private MessagePack(int expected) {
        bytes = new byte[expected];
    }

    /** These texts as an array of strings of UTF-8. */
    public static byte[] strings(List<String> texts) {
        MessagePack packed = new MessagePack(LONGEST_HEAD + 16 * texts.size());
        packed.head(ARRAY_32, texts.size());
        for (String text : texts) {
            packed.string(text.getBytes(StandardCharsets.UTF_8));
        }
        return Arrays.copyOf(packed.bytes, packed.length);
    }

    private void string(byte[] utf8) {
        if (length + LONGEST_HEAD + utf8.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + utf8.length);
        }
        if (utf8.length <= LONGEST_FIXED_STR) {
            bytes[length++] = (byte) (FIXED_STR | utf8.length);
        } else {
            head(STR_32, utf8.length);
        }
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    private void head(int type, int size) {
        bytes[length++] = (byte) type;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (size >>> shift);
        }
    }
}
