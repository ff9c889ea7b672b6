package io.engage.portal.videos;

/** Which videos a list holds. */
public enum Status {
    LIVE("live"),
    ENDED("ended"),
    ALL("all");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** The word in addresses, and in a video's {@code status}. */
    public String word() {
        return word;
    }
}
