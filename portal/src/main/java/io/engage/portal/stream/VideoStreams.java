package io.engage.portal.stream;

import io.engage.events.RedisKeys;
import io.engage.portal.store.Channels;
import io.engage.portal.store.Store;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The streams of single videos. A video's channel is listened to while anybody watches it, once for all of them. Every ten
 * seconds the watched hashes are read as well: that shows a video that expired, and mends what a lost message left wrong.
 */
@ApplicationScoped
class VideoStreams {
    private static final long PERIOD_MS = 1000;
    private static final int PERIODS_BETWEEN_READS = 10;

    private final Store store;
    private final Channels channels;
    private final Clock clock = Clock.systemUTC();
    private final Lane lane = new Lane("video-streams");
    private final Map<String, WatchedVideo> videos = new HashMap<>();
    private boolean ticking;
    private int periods;

    VideoStreams(Store store, Channels channels) {
        this.store = store;
        this.channels = channels;
    }

    /** Shows a video to a visitor, until it leaves. */
    void join(String id, Visitor visitor) {
        lane.run(() -> {
            WatchedVideo video = videos.get(id);
            if (video == null) {
                video = new WatchedVideo(id);
                videos.put(id, video);
                channels.listen(RedisKeys.video(id), new Ear(video));
            }
            video.visitors().add(visitor);
            video.refresh(clock.millis());
            if (!ticking) {
                ticking = true;
                lane.runIn(PERIOD_MS, this::tick);
            }
        });
    }

    /** Ends what {@link #join} began. */
    void leave(String id, Visitor visitor) {
        lane.run(() -> {
            WatchedVideo video = videos.get(id);
            if (video != null
                    && video.visitors().remove(visitor)
                    && video.visitors().isEmpty()) {
                videos.remove(id);
                channels.leave(RedisKeys.video(id));
            }
        });
    }

    /** Brings to the lane what happens on a channel. */
    private final class Ear implements Channels.Listener {
        private final WatchedVideo video;

        Ear(WatchedVideo video) {
            this.video = video;
        }

        @Override
        public void joined() {
            whileWatched(v -> read(List.of(v)));
        }

        @Override
        public void message(String text) {
            whileWatched(v -> ChangedFields.parse(text)
                    .ifPresentOrElse(
                            changed -> {
                                if (v.heard(changed, clock.millis())) {
                                    read(List.of(v));
                                }
                            },
                            () -> Log.warnf("A message on the channel of video %s is no JSON object", v.id())));
        }

        @Override
        public void cutOff() {
            whileWatched(v -> v.lost(clock.millis()));
        }

        private void whileWatched(Consumer<WatchedVideo> action) {
            lane.run(() -> {
                if (videos.get(video.id()) == video) {
                    action.accept(video);
                }
            });
        }
    }

    private void read(Collection<WatchedVideo> wanted) {
        List<WatchedVideo> asked = new ArrayList<>(wanted.size());
        for (WatchedVideo video : wanted) {
            if (video.isReading()) {
                video.readAgain();
            } else {
                video.beginReading();
                asked.add(video);
            }
        }
        for (int from = 0; from < asked.size(); from += Store.ROUND_TRIP) {
            List<WatchedVideo> together = asked.subList(from, Math.min(from + Store.ROUND_TRIP, asked.size()));
            store.send(together.stream().map(v -> Store.video(v.id())).toList())
                    .onSuccess(answers -> lane.run(() -> answered(together, answers)))
                    .onFailure(e -> lane.run(() -> together.forEach(v -> v.lost(clock.millis()))));
        }
    }

    private void answered(List<WatchedVideo> asked, List<Response> answers) {
        List<WatchedVideo> again = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).read(Store.fields(answers.get(i)), clock.millis())) {
                again.add(asked.get(i));
            }
        }
        read(again);
    }

    private void tick() {
        if (videos.isEmpty()) {
            ticking = false;
            return;
        }
        lane.runIn(PERIOD_MS, this::tick);
        long now = clock.millis();
        boolean readAll = ++periods % PERIODS_BETWEEN_READS == 0;
        List<WatchedVideo> toRead = new ArrayList<>();
        for (WatchedVideo video : videos.values()) {
            video.refresh(now);
            video.visitors().forEach(v -> v.beat(now));
            if (!video.isReading() && (readAll || !video.isKnown())) {
                toRead.add(video);
            }
        }
        read(toRead);
    }

    void stop(@Observes ShutdownEvent event) {
        lane.stop();
    }
}
