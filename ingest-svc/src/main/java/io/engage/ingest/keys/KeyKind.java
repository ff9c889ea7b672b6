package io.engage.ingest.keys;

/** What the holder of a key may do. */
public enum KeyKind {
    /** May send every kind of event. */
    SERVER,
    /** In the hands of the audience: may send what viewers do, from its origins. */
    PLAYER
}
