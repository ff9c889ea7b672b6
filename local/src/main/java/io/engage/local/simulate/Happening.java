package io.engage.local.simulate;

import io.engage.events.EventType;
import java.util.Objects;

/**
 * One thing that somebody does in a simulation. All numbers count from 1 within their simulation.
 *
 * @param number which event of the simulation it is
 * @param at when it happens, epoch ms of simulated time
 * @param video the number of the video
 * @param user the number of the person: the broadcaster for {@code start_video} and {@code end_video}, else a viewer
 * @param session the number of the watching, 0 for what the broadcaster does
 * @param latitude degrees, of that person's home
 * @param longitude degrees, of that person's home
 * @param text the title or the comment, null for all other kinds
 */
record Happening(
        long number,
        long at,
        EventType type,
        long video,
        long user,
        long session,
        double latitude,
        double longitude,
        String text) {
    /** The same at another moment. */
    Happening at(long moment) {
        return new Happening(number, moment, type, video, user, session, latitude, longitude, text);
    }

    Happening {
        Objects.requireNonNull(type);
        if ((text != null) != (type == EventType.START_VIDEO || type == EventType.COMMENT)) {
            throw new IllegalArgumentException("Only a video's start has a title and only a comment says something");
        }
    }
}
