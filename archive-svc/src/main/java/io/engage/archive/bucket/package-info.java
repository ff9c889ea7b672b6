/** The bucket in an S3, AWS's or any other that speaks its protocol. */
package io.engage.archive.bucket;
