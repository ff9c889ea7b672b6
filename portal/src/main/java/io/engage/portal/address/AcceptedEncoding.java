package io.engage.portal.address;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;

/** Which encodings a visitor takes. */
public final class AcceptedEncoding {
    private AcceptedEncoding() {}

    /**
     * Whether an answer that is gzip already may be sent. Over HTTP/2 it may not: the server would compress it again, since
     * it takes the header of such an answer for the wish to have it compressed.
     */
    public static boolean isGzip(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && isGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    static boolean isGzip(String header) {
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
