package io.engage.portal.videos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a query at one moment.
 *
 * @param asOf when the figures were read, epoch ms
 * @param total how many videos match, the limit aside
 */
public record Selection(VideoQuery query, long asOf, long total, List<Video> videos) {

    /** The answer as JSON: {@code {"as_of":…,"total":…,"videos":[…]}}. */
    public String json() {
        StringBuilder out = new StringBuilder(64 + videos.size() * 600);
        out.append("{\"as_of\":")
                .append(asOf)
                .append(",\"total\":")
                .append(total)
                .append(",\"videos\":[");
        for (int i = 0; i < videos.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            videos.get(i).write(out, query.fields());
        }
        return out.append("]}").toString();
    }

    /** What happened from an earlier answer to the same query to this one. */
    public Difference since(Selection before) {
        Map<String, Video> left = HashMap.newHashMap(before.videos.size());
        for (Video video : before.videos) {
            left.put(video.id(), video);
        }
        StringBuilder changed = new StringBuilder("[");
        for (Video video : videos) {
            int start = changed.length();
            if (start > 1) {
                changed.append(',');
            }
            Video was = left.remove(video.id());
            if (was == null) {
                video.write(changed, query.fields());
            } else if (!video.writeChange(changed, was, query.fields(), true)) {
                changed.setLength(start);
            }
        }
        StringBuilder gone = new StringBuilder("[");
        for (String id : left.keySet()) {
            gone.append(gone.length() > 1 ? "," : "").append(FieldKind.quoted(id));
        }
        return new Difference(
                changed.length() == 1
                        ? Optional.empty()
                        : Optional.of(changed.append(']').toString()),
                gone.length() == 1
                        ? Optional.empty()
                        : Optional.of(gone.append(']').toString()),
                total == before.total ? Optional.empty() : Optional.of("{\"total\":" + total + "}"));
    }

    /**
     * The parts of a difference, each as JSON, and empty when there is none.
     *
     * @param changed the changed videos, each with {@code video_id} and its changed fields; those that came with all fields
     * @param gone the ids of those that left
     * @param total the new total
     */
    public record Difference(Optional<String> changed, Optional<String> gone, Optional<String> total) {}
}
