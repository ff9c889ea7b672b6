package io.engage.archive;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The settings of the archive service. Credentials are looked for where the AWS SDK looks by default. */
@ConfigMapping(prefix = "engage.archive")
public interface ArchiveConfig {
    /** The bucket, which must be there unless {@link #createBucket}. */
    @WithDefault("engage-archive")
    String bucket();

    /** What all names in the bucket begin with, such as {@code engage/}; empty for none. */
    Optional<String> prefix();

    /** The address of an S3-compatible store; AWS's own when absent. */
    Optional<URI> endpoint();

    /** Whether the bucket's name goes into the path and not into the host's name; most stores but AWS need it. */
    @WithDefault("false")
    boolean pathStyle();

    /** The region. */
    @WithDefault("us-east-1")
    String region();

    /** The KMS key that encrypts the files; the bucket's own setting when absent. */
    Optional<String> kmsKey();

    /** The storage class of the files, such as {@code STANDARD_IA}; the bucket's own when absent. */
    Optional<String> storageClass();

    /** Whether to create the bucket when it is missing; for the local mode. */
    @WithDefault("false")
    boolean createBucket();

    /** A file is cut at so many bytes of lines before compression. */
    @WithDefault("64M")
    MemorySize maxBytes();

    /** A file is cut so long after its first record came in. */
    @WithDefault("5M")
    Duration maxAge();

    /** Where files wait for their upload, one for each partition. */
    @WithDefault("${java.io.tmpdir}/engage-archive")
    String bufferDir();

    /** How long an attempt to upload a file may take. */
    @WithDefault("2M")
    Duration uploadTimeout();

    /** The service is not ready when the bucket has not taken a file of a partition for so long. */
    @WithDefault("1M")
    Duration unreadyAfter();

    /** At the end, so long is waited for the open files to be uploaded; what is not is read again by the next life. */
    @WithDefault("20S")
    Duration finishWithin();
}
