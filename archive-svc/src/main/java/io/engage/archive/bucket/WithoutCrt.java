package io.engage.archive.bucket;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.auth.aws.crt.internal.signer.DefaultAwsCrtV4aHttpSigner;

/**
 * For native executables: the places at which the AWS SDK would use its CRT, a library that is not here. On a JVM it looks whether it is
 * there; native-image wants to link it all the same, and gets here what the SDK does without it. Nothing of it is used for the archive.
 */
final class WithoutCrt {
    private WithoutCrt() {}

    @TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
    static final class Checksums {
        private Checksums() {}

        @Substitute
        static SdkChecksum createCrtCrc32C() {
            return null;
        }

        @Substitute
        static SdkChecksum crc64NvmeCrtImplementation() {
            throw new UnsupportedOperationException("CRC64NVME needs the AWS CRT");
        }

        @Substitute
        static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
            throw new UnsupportedOperationException(algorithm.algorithmId() + " needs the AWS CRT");
        }
    }

    @TargetClass(className = "software.amazon.awssdk.http.auth.aws.internal.signer.util.OptionalDependencyLoaderUtil")
    static final class Signers {
        private Signers() {}

        @Substitute
        static DefaultAwsCrtV4aHttpSigner getDefaultAwsCrtV4aHttpSigner() {
            throw new UnsupportedOperationException("Signatures of version 4a need the AWS CRT");
        }
    }
}
