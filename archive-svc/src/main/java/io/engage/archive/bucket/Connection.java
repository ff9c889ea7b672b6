package io.engage.archive.bucket;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How to reach an S3.
 *
 * @param endpoint AWS's own when absent
 * @param pathStyle whether the bucket's name goes into the path
 * @param attemptTimeout how long one attempt may take
 */
public record Connection(Optional<URI> endpoint, String region, boolean pathStyle, Duration attemptTimeout) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** A client with the credentials that the SDK finds by default; to be closed. */
    public S3Client open() {
        var builder = S3Client.builder()
                .region(Region.of(region))
                .forcePathStyle(pathStyle)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(attemptTimeout)
                        .apiCallTimeout(attemptTimeout.multipliedBy(2))
                        // Whoever calls tries again, for as long as it takes, and says so.
                        .retryStrategy(strategy -> strategy.maxAttempts(2)));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
