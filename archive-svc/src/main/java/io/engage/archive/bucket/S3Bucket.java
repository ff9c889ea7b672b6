package io.engage.archive.bucket;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.write.Bucket;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Puts files by {@code If-None-Match: *}, so that a name is taken once. */
public final class S3Bucket implements Bucket {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final Target target;

    /**
     * Where and how files are kept.
     *
     * @param bucket its name
     * @param prefix of all names; may be empty
     * @param kmsKey encrypts the files, when present
     * @param storageClass of the files, when not the bucket's default
     * @param create whether to create the bucket when it is missing
     */
    public record Target(
            String bucket, String prefix, Optional<String> kmsKey, Optional<String> storageClass, boolean create) {}

    public S3Bucket(S3Client s3, Target target) {
        this.s3 = s3;
        this.target = target;
    }

    @Override
    public Put putIfAbsent(FileName name, Extent extent, Content content) throws Unavailable {
        try {
            try {
                return put(name, extent, content);
            } catch (NoSuchBucketException e) {
                createBucket(e);
                return put(name, extent, content);
            }
        } catch (S3Exception e) {
            throw new Unavailable("S3 refused it: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new Unavailable("S3 did not answer: " + e.getMessage(), e);
        }
    }

    private Put put(FileName name, Extent extent, Content content) throws Unavailable {
        try {
            s3.putObject(
                    request(name, extent),
                    RequestBody.fromContentProvider(() -> content.open().get(), content.length(), "application/gzip"));
            return new Put.Stored();
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return found(name);
            }
            throw e;
        }
    }

    private void createBucket(NoSuchBucketException missing) throws Unavailable {
        if (!target.create) {
            throw new Unavailable("There is no bucket " + target.bucket + "; create it", missing);
        }
        try {
            s3.createBucket(CreateBucketRequest.builder().bucket(target.bucket).build());
        } catch (BucketAlreadyOwnedByYouException e) {
            // The writer of another partition was sooner.
        }
    }

    private PutObjectRequest request(FileName name, Extent extent) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(target.bucket)
                .key(target.prefix + name.path())
                .ifNoneMatch("*")
                .contentType("application/x-ndjson+gzip")
                .metadata(extent.toMetadata());
        target.kmsKey.ifPresent(key ->
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
        target.storageClass.ifPresent(request::storageClass);
        return request.build();
    }

    private Put found(FileName name) throws Unavailable {
        try {
            HeadObjectResponse head = s3.headObject(HeadObjectRequest.builder()
                    .bucket(target.bucket)
                    .key(target.prefix + name.path())
                    .build());
            return new Put.Found(Extent.of(head.metadata()));
        } catch (SdkException e) {
            throw new Unavailable("S3 has the file and does not show it: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new Unavailable("S3 has a file of this name that is not ours: " + e.getMessage(), e);
        }
    }
}
