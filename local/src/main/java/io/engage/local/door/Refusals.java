package io.engage.local.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What was refused and why: how often for each reason, and the first examples. Reasons that differ in numbers and quoted words only
 * are one. Safe for use by several threads; needs little memory however much is refused.
 */
public final class Refusals {
    private static final int EXAMPLES = 3;
    private static final int REASONS = 50;
    private static final String OTHERS = "other reasons";
    private static final Pattern VARIABLE = Pattern.compile("\"[^\"]*\"|'[^']*'|[-+]?\\d[\\d.,]*");

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long total;

    private static final class Group {
        private final String reason;
        private final List<String> examples = new ArrayList<>();
        private long count;

        Group(String reason) {
            this.reason = reason;
        }
    }

    /**
     * Notes one refusal.
     *
     * @param where how people find the event
     */
    public synchronized void add(String reason, String where) {
        total++;
        String alike = VARIABLE.matcher(reason).replaceAll("…");
        if (groups.size() >= REASONS && !groups.containsKey(alike)) {
            alike = OTHERS;
        }
        String shown = alike.equals(OTHERS) ? OTHERS : reason;
        Group group = groups.computeIfAbsent(alike, key -> new Group(shown));
        group.count++;
        if (group.examples.size() < EXAMPLES) {
            group.examples.add(where);
        }
    }

    /** How many were refused. */
    public synchronized long total() {
        return total;
    }

    /** One line for each reason, the most frequent first; none when nothing was refused. */
    public synchronized List<String> lines() {
        return groups.values().stream()
                .sorted((a, b) -> Long.compare(b.count, a.count))
                .map(Refusals::line)
                .toList();
    }

    private static String line(Group group) {
        String examples = String.join(", ", group.examples);
        boolean all = group.count == group.examples.size();
        return String.format(Locale.ROOT, "%,9d × %s (%s%s)", group.count, group.reason, examples, all ? "" : ", …");
    }
}
