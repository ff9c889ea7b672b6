package io.engage.portal.videos;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a visitor asks of the list. Equal queries share one answer.
 *
 * @param limit the most videos, 1 to {@value #MOST}
 * @param box only videos in it, or empty for everywhere
 */
public record VideoQuery(Status status, Sort sort, int limit, Optional<BoundingBox> box, FieldChoice fields) {
    /** The most videos of one answer. */
    public static final int MOST = 10_000;

    /** Live videos, most viewers first, 100 of them, everywhere, all fields. */
    public static final VideoQuery DEFAULT =
            new VideoQuery(Status.LIVE, Sort.VIEWERS, 100, Optional.empty(), FieldChoice.ALL);

    private static final int MOST_FIELDS = 50;

    /**
     * Reads the parameters of an address.
     *
     * @param parameter gives a parameter's text, or null when it is absent
     * @throws BadQuery when one of them cannot be understood
     */
    public static VideoQuery parse(Function<String, String> parameter) {
        return new VideoQuery(
                word(parameter, "status", Status.values(), Status::word, DEFAULT.status),
                word(parameter, "sort", Sort.values(), Sort::word, DEFAULT.sort),
                limit(parameter.apply("limit")),
                Optional.ofNullable(parameter.apply("bbox")).map(BoundingBox::parse),
                fields(parameter.apply("fields")));
    }

    private static <T> T word(
            Function<String, String> parameter, String name, T[] values, Function<T, String> word, T otherwise) {
        String text = parameter.apply(name);
        if (text == null) {
            return otherwise;
        }
        for (T value : values) {
            if (word.apply(value).equals(text)) {
                return value;
            }
        }
        throw new BadQuery(
                name + " must be one of " + Arrays.stream(values).map(word).collect(Collectors.joining(", ")));
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT.limit;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new BadQuery("limit must be a whole number from 1 to " + MOST);
    }

    private static FieldChoice fields(String text) {
        if (text == null) {
            return FieldChoice.ALL;
        }
        Set<String> names = new TreeSet<>();
        for (String name : text.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        if (names.isEmpty() || names.size() > MOST_FIELDS) {
            throw new BadQuery("fields needs the names of 1 to " + MOST_FIELDS
                    + " fields, such as fields=viewers,likes_10s; leave it out for all fields");
        }
        return new FieldChoice(names);
    }

    /** Whether a video belongs to the list, the limit aside. */
    boolean matches(Video video) {
        return switch (status) {
                    case LIVE -> !video.isEnded();
                    case ENDED -> video.isEnded();
                    case ALL -> true;
                }
                && (box.isEmpty() || box.get().holds(video.latitude(), video.longitude()));
    }
}
