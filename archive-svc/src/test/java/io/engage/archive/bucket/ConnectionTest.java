package io.engage.archive.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

class ConnectionTest {
    /** Promise: region, endpoint and path style lead to the addresses that the stores' makers say. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, eu-central-1, false, https://events.s3.eu-central-1.amazonaws.com/raw/x",
                "-, eu-central-1, true, https://s3.eu-central-1.amazonaws.com/events/raw/x",
                "-, us-gov-west-1, false, https://events.s3.us-gov-west-1.amazonaws.com/raw/x",
                "https://store.example:9000, us-east-1, true, https://store.example:9000/events/raw/x",
                "https://store.example, us-east-1, false, https://events.store.example/raw/x",
            })
    void leadsThere(URI endpoint, String region, boolean pathStyle, String address) {
        try (S3Client s3 =
                new Connection(Optional.ofNullable(endpoint), region, pathStyle, Duration.ofSeconds(1)).open()) {
            assertEquals(
                    address,
                    s3.utilities()
                            .getUrl(url -> url.bucket("events").key("raw/x"))
                            .toString());
        }
    }
}
