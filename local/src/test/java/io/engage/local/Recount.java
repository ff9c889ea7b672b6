package io.engage.local;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the figures of a video must be in the end, counted plainly from everything sent: no order, no time, no state. Valid for
 * events as {@link Crowd} makes them, and once the silence after the last heartbeats is over.
 */
record Recount(long views, long viewers, long likes, long dislikes, String status, int users) {
    static Map<String, Recount> of(Collection<Sent> sent) {
        Map<String, Set<Sent>> byVideo = new TreeMap<>();
        for (Sent event : sent) {
            byVideo.computeIfAbsent(event.video(), video -> new HashSet<>()).add(event);
        }
        Map<String, Recount> counted = new TreeMap<>();
        byVideo.forEach((video, events) -> counted.put(video, ofOne(events)));
        return counted;
    }

    private static Recount ofOne(Set<Sent> events) {
        Set<String> opened = new HashSet<>();
        Set<String> closed = new HashSet<>();
        Map<String, Integer> anonymous = new HashMap<>();
        Set<String> users = new HashSet<>();
        long views = 0;
        long likes = 0;
        long dislikes = 0;
        boolean ended = false;
        for (Sent event : events) {
            boolean named = event.session() != null;
            switch (event.type()) {
                case "play" -> {
                    users.add(event.user());
                    if (named) {
                        opened.add(event.session());
                    } else {
                        views++;
                        anonymous.merge(event.user(), 1, Integer::sum);
                    }
                }
                case "heartbeat" -> {
                    users.add(event.user());
                    opened.add(event.session());
                    // It will have fallen silent.
                    closed.add(event.session());
                }
                case "leave" -> {
                    if (named) {
                        closed.add(event.session());
                    } else {
                        anonymous.merge(event.user(), -1, Integer::sum);
                    }
                }
                case "like" -> likes++;
                case "dislike" -> dislikes++;
                case "end_video" -> ended = true;
                default -> {}
            }
        }
        views += opened.size();
        opened.removeAll(closed);
        long viewers = ended
                ? 0
                : opened.size()
                        + anonymous.values().stream()
                                .mapToInt(Integer::intValue)
                                .sum();
        return new Recount(views, viewers, likes, dislikes, ended ? "ended" : "live", users.size());
    }
}
