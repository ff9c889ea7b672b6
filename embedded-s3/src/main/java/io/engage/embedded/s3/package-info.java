/** An S3 over a folder, as a process. */
package io.engage.embedded.s3;
