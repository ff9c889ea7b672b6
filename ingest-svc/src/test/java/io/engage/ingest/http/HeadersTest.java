package io.engage.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.ingest.body.Format;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises on what stands in headers and what may not stand in kept input. */
class HeadersTest {
    @ParameterizedTest
    @CsvSource({
        ", BY_CONTENT",
        "'', BY_CONTENT",
        "application/json, BY_CONTENT",
        "Application/JSON; Charset=\"UTF-8\", BY_CONTENT",
        "text/plain;charset=utf-8, BY_CONTENT",
        "text/plain;charset=us-ascii;format=flowed, BY_CONTENT",
        "application/x-ndjson, LINES",
        "application/json; charset=utf-16,",
        "application/xml,",
        "multipart/form-data; boundary=x,",
        "json,",
    })
    void theContentTypeTellsTheFormat(String contentType, Format format) {
        assertEquals(format, MediaType.format(contentType).orElse(null));
    }

    @Test
    void aSecretIsBlottedOutWhereverItStands() {
        // Given
        byte[] input = "abcabc-ab-abc".getBytes(StandardCharsets.UTF_8);
        // When
        RejectedInput.blot(input, "abc".getBytes(StandardCharsets.UTF_8));
        // Then
        assertEquals("******-ab-***", new String(input, StandardCharsets.UTF_8));
    }
}
