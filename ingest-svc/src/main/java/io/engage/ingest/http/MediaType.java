package io.engage.ingest.http;

import io.engage.ingest.body.Format;
import java.util.Locale;
import java.util.Optional;

/** What a {@code Content-Type} says about a body. */
final class MediaType {
    private MediaType() {}

    /**
     * The format of such a body, or nothing when it is none that is taken.
     *
     * @param contentType the header, or null when it is missing: the content tells then
     */
    static Optional<Format> format(String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Optional.of(Format.BY_CONTENT);
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.matches("charset=(utf-?8|us-ascii)")) {
                return Optional.empty();
            }
        }
        return switch (parts[0].strip()) {
            case "application/json", "text/plain" -> Optional.of(Format.BY_CONTENT);
            case "application/x-ndjson" -> Optional.of(Format.LINES);
            default -> Optional.empty();
        };
    }
}
