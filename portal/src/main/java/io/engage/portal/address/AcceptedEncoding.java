package io.engage.portal.address;

import java.util.Locale;

/** What an {@code Accept-Encoding} header allows. */
public final class AcceptedEncoding {
    private AcceptedEncoding() {}

    /** Whether the answer may be gzip. */
    public static boolean isGzip(String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*q\\s*=\\s*", 2);
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("0(\\.0*)?");
            }
        }
        return false;
    }
}
