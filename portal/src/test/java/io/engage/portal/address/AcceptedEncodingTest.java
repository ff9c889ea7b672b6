package io.engage.portal.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: nobody gets gzip who cannot read it. */
class AcceptedEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br', true",
        "GZIP, true",
        "'br;q=1.0, gzip;q=0.5', true",
        "gzip;q=0, false",
        "'gzip ; q=0.000', false",
        "x-gzip, false",
        "br, false",
        "'', false",
        ", false"
    })
    void gzipOnlyWhereItIsNamed(String header, boolean expected) {
        assertEquals(expected, AcceptedEncoding.isGzip(header));
    }
}
