/** Looks through the bucket for what is missing and what is there twice. */
package io.engage.archive.verify;
