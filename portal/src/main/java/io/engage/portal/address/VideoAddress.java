package io.engage.portal.address;

import io.engage.portal.videos.BadQuery;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A video's id as a part of an address. */
public final class VideoAddress {
    private static final Base64.Encoder TO_SAFE = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_SAFE = Base64.getUrlDecoder();

    private VideoAddress() {}

    /**
     * The id that a client wrote as one segment of a path, percent-decoded once. One {@code ;} at the end is no part of
     * the id: it lets clients that resolve {@code .} and {@code ..} on their own, as browsers do, ask for videos of these
     * names with {@code .;} and {@code ..;}.
     *
     * @throws BadQuery when the segment is not percent-encoded UTF-8, or empty
     */
    public static String id(String segment) {
        int end = segment.endsWith(";") ? segment.length() - 1 : segment.length();
        ByteBuffer bytes = ByteBuffer.allocate(end);
        for (int i = 0; i < end; i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < end;
                int high = whole ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(segment.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                throw malformed();
            }
        }
        if (bytes.position() == 0) {
            throw new BadQuery("The address needs the id of a video: /api/videos/{id}");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    /** The segment of a path that asks for an id: what {@link #id} reads. */
    public static String segment(String id) {
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        return id.equals(".") || id.equals("..") ? encoded + ";" : encoded;
    }

    private static BadQuery malformed() {
        return new BadQuery("The id in the address must be percent-encoded UTF-8, as encodeURIComponent writes it");
    }

    /** The id in letters that no part of a server changes in a path. */
    static String safe(String id) {
        return TO_SAFE.encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of a {@link #safe} segment. */
    public static String fromSafe(String segment) {
        return new String(FROM_SAFE.decode(segment), StandardCharsets.UTF_8);
    }
}
