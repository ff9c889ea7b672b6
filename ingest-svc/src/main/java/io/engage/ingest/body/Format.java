package io.engage.ingest.body;

/** How the events of a body are written. */
public enum Format {
    /** One object, an array, or one object a line: the content tells. */
    BY_CONTENT,
    /** One object a line. */
    LINES
}
