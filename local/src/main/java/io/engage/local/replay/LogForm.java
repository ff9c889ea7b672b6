package io.engage.local.replay;

/** Reads the lines of one log, from the first to the last. */
interface LogForm {
    /**
     * What a line says.
     *
     * @param bytes holds the line in its first {@code length} bytes
     * @param id the id that the event gets when it has none
     */
    Line read(byte[] bytes, int length, String id);
}
