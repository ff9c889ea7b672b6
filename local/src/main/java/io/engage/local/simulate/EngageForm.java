package io.engage.local.simulate;

import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Place;

/** The form that ingest-svc takes: all fields, with ids that no other simulation gives. Not safe for use by several threads. */
final class EngageForm implements Form {
    private static final int RADIX = Character.MAX_RADIX;
    private static final int TAG_LENGTH = 7;

    private final EventWriter writer = new EventWriter();
    private final String tag;

    /** @param tag begins the ids of events, videos and sessions; see {@link #tag(long, Scale, long)} */
    EngageForm(String tag) {
        this.tag = tag;
    }

    /** Seven letters and digits that tell this simulation from others, and the same again for the same simulation. */
    static String tag(long seed, Scale scale, long opening) {
        Dice dice = new Dice(31 * (31 * (31 * seed + scale.videos()) + scale.viewers()) + opening);
        StringBuilder tag = new StringBuilder();
        while (tag.length() < TAG_LENGTH) {
            tag.append(Character.forDigit(dice.below(RADIX), RADIX));
        }
        return tag.toString();
    }

    /** The id of a video. */
    String videoId(long video) {
        return tag + "-" + video;
    }

    @Override
    public byte[] line(Happening happening, long timestamp) {
        return writer.write(event(happening, timestamp));
    }

    private Event event(Happening happening, long timestamp) {
        Occurrence occurrence = new Occurrence(
                tag + "." + Long.toString(happening.number(), RADIX),
                videoId(happening.video()),
                "u" + happening.user(),
                timestamp,
                new Place(happening.latitude(), happening.longitude()),
                happening.session() == 0 ? null : tag + "-" + Long.toString(happening.session(), RADIX));
        return switch (happening.type()) {
            case START_VIDEO -> new Event.StartVideo(occurrence, happening.text());
            case END_VIDEO -> new Event.EndVideo(occurrence);
            case PLAY -> new Event.Play(occurrence);
            case LEAVE -> new Event.Leave(occurrence);
            case HEARTBEAT -> new Event.Heartbeat(occurrence);
            case LIKE -> new Event.Like(occurrence);
            case DISLIKE -> new Event.Dislike(occurrence);
            case COMMENT -> new Event.Comment(occurrence, happening.text());
        };
    }
}
