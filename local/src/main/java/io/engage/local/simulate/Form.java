package io.engage.local.simulate;

/** A form in which happenings are written, one a line. */
interface Form {
    /**
     * The line of a happening, without a line break.
     *
     * @param timestamp when it is to have happened, epoch ms
     * @return null when the form has no words for it
     */
    byte[] line(Happening happening, long timestamp);
}
