/** The archive as Spark sees it: where it is, its raw files, its curated hours. */
package io.engage.batch.archive;
