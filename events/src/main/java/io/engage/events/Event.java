package io.engage.events;

import java.util.Objects;

/** Something that a broadcaster or a viewer did. Every instance is valid: the constructors refuse what the wire contract refuses. */
public sealed interface Event {
    /** The most characters of a title. */
    int MAX_TITLE = 200;

    /** The most characters of a comment. */
    int MAX_COMMENT = 2_000;

    /** What it shares with all other events. */
    Occurrence occurrence();

    /** Its kind. */
    EventType type();

    /** See {@link Occurrence}. */
    default String eventId() {
        return occurrence().eventId();
    }

    /** See {@link Occurrence}. */
    default String videoId() {
        return occurrence().videoId();
    }

    /** See {@link Occurrence}. */
    default String userId() {
        return occurrence().userId();
    }

    /** When it happened, epoch ms. */
    default long timestamp() {
        return occurrence().timestamp();
    }

    /** Where it happened, or null when not known. */
    default Place place() {
        return occurrence().place();
    }

    /** The session it belongs to, or null when anonymous. */
    default String sessionId() {
        return occurrence().sessionId();
    }

    /**
     * The broadcaster goes live.
     *
     * @param title 1 to 200 characters, or null
     */
    record StartVideo(Occurrence occurrence, String title) implements Event {
        public StartVideo {
            Objects.requireNonNull(occurrence);
            Text.optional("title", title, MAX_TITLE);
        }

        @Override
        public EventType type() {
            return EventType.START_VIDEO;
        }
    }

    /** The broadcaster ends the video. */
    record EndVideo(Occurrence occurrence) implements Event {
        public EndVideo {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.END_VIDEO;
        }
    }

    /** A viewer begins to watch. */
    record Play(Occurrence occurrence) implements Event {
        public Play {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.PLAY;
        }
    }

    /** A viewer stops watching. */
    record Leave(Occurrence occurrence) implements Event {
        public Leave {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.LEAVE;
        }
    }

    /** A viewer still watches. */
    record Heartbeat(Occurrence occurrence) implements Event {
        public Heartbeat {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.HEARTBEAT;
        }
    }

    /** A viewer likes what is shown. */
    record Like(Occurrence occurrence) implements Event {
        public Like {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.LIKE;
        }
    }

    /** A viewer dislikes what is shown. */
    record Dislike(Occurrence occurrence) implements Event {
        public Dislike {
            Objects.requireNonNull(occurrence);
        }

        @Override
        public EventType type() {
            return EventType.DISLIKE;
        }
    }

    /**
     * A viewer says something.
     *
     * @param text 1 to 2,000 characters
     */
    record Comment(Occurrence occurrence, String text) implements Event {
        public Comment {
            Objects.requireNonNull(occurrence);
            Text.required("comment", text, MAX_COMMENT);
        }

        @Override
        public EventType type() {
            return EventType.COMMENT;
        }
    }
}
