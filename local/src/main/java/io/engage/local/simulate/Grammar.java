package io.engage.local.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grammar of short texts: rules with weighted alternatives that name other rules. A rule may be written anew for a topic.
 * The notation is explained at the head of {@code chat.txt}.
 */
final class Grammar {
    private static final Pattern HEAD = Pattern.compile("\\[(?:(\\w+):)?([^\\[\\]:]+)]");
    private static final Pattern WEIGHTED = Pattern.compile("\\((\\d+)\\)(?: (.*))?");
    private static final int MOST_REPEATS = 5;
    private static final double REPEAT = 0.45;
    private static final double STRETCH = 0.5;
    private static final int LONGEST_STRETCH = 9;

    private final Map<String, Rule> common = new HashMap<>();
    private final Map<String, Map<String, Rule>> byTopic = new HashMap<>();

    /**
     * Reads a grammar and checks that every rule it names exists.
     *
     * @param given the rules that the caller supplies at each draw
     */
    Grammar(List<String> lines, Set<String> given) {
        Rule rule = null;
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                Map<String, Rule> rules = head.group(1) == null
                        ? common
                        : byTopic.computeIfAbsent(head.group(1), topic -> new HashMap<>());
                rule = new Rule();
                if (rules.put(head.group(2), rule) != null) {
                    throw new IllegalArgumentException("The rule " + line + " is given twice");
                }
            } else if (rule == null) {
                throw new IllegalArgumentException("No rule precedes the line: " + line);
            } else {
                Matcher weighted = WEIGHTED.matcher(line);
                if (weighted.matches()) {
                    String text = weighted.group(2);
                    rule.add(Integer.parseInt(weighted.group(1)), new Reader(text == null ? "" : text).sequence());
                } else {
                    rule.add(1, new Reader(line).sequence());
                }
            }
        }
        common.values().forEach(r -> check(r, given, null));
        byTopic.forEach((topic, rules) -> rules.values().forEach(r -> check(r, given, topic)));
    }

    /** The topics that have rules of their own, in alphabetical order. */
    List<String> topics() {
        return List.copyOf(new TreeSet<>(byTopic.keySet()));
    }

    /**
     * A text drawn by a rule.
     *
     * @param given what stands for the rules that the caller supplies
     */
    String draw(String rule, String topic, Map<String, String> given, Dice dice) {
        StringBuilder text = new StringBuilder();
        rule(rule, topic).write(new Writing(topic, given, dice, text));
        return text.toString().strip();
    }

    private Rule rule(String name, String topic) {
        Rule own = byTopic.getOrDefault(topic, Map.of()).get(name);
        return own != null ? own : common.get(name);
    }

    private void check(Rule rule, Set<String> given, String topic) {
        for (Sequence alternative : rule.alternatives) {
            check(alternative, given, topic);
        }
    }

    private void check(Sequence sequence, Set<String> given, String topic) {
        for (Part part : sequence.parts()) {
            switch (part) {
                case Call call -> {
                    if (!given.contains(call.rule()) && rule(call.rule(), topic) == null) {
                        throw new IllegalArgumentException("There is no rule {" + call.rule() + "}"
                                + (topic == null ? "" : " for the topic " + topic));
                    }
                }
                case Choice choice -> choice.options().forEach(option -> check(option, given, topic));
                case Words words -> {}
                case Stretch stretch -> {}
            }
        }
    }

    /** What a draw needs on its way down the rules. */
    private record Writing(String topic, Map<String, String> given, Dice dice, StringBuilder text) {}

    private sealed interface Part {}

    private record Words(String text) implements Part {}

    /** The letter before it may be repeated. */
    private record Stretch() implements Part {}

    private record Call(String rule, boolean repeated) implements Part {}

    private record Choice(List<Sequence> options) implements Part {}

    private record Sequence(List<Part> parts) {}

    private final class Rule {
        private final List<Sequence> alternatives = new ArrayList<>();
        private final List<Integer> upTo = new ArrayList<>();
        private int total;

        void add(int weight, Sequence alternative) {
            total += weight;
            alternatives.add(alternative);
            upTo.add(total);
        }

        void write(Writing to) {
            int drawn = to.dice().below(total);
            int i = 0;
            while (upTo.get(i) <= drawn) {
                i++;
            }
            Grammar.this.write(alternatives.get(i), to);
        }
    }

    private void write(Sequence sequence, Writing to) {
        for (Part part : sequence.parts()) {
            switch (part) {
                case Words words -> to.text().append(words.text());
                case Stretch stretch -> stretch(to);
                case Choice choice -> write(to.dice().oneOf(choice.options()), to);
                case Call call -> call(call, to);
            }
        }
    }

    private static void stretch(Writing to) {
        if (to.dice().chance(STRETCH)) {
            char letter = to.text().charAt(to.text().length() - 1);
            int times = 1;
            while (times < LONGEST_STRETCH && to.dice().chance(0.7)) {
                times++;
            }
            to.text().repeat(letter, times);
        }
    }

    private void call(Call call, Writing to) {
        String given = to.given().get(call.rule());
        if (given != null) {
            to.text().append(given);
            return;
        }
        int begin = to.text().length();
        rule(call.rule(), to.topic()).write(to);
        if (call.repeated()) {
            String once = to.text().substring(begin);
            for (int i = 1; i < MOST_REPEATS && to.dice().chance(REPEAT); i++) {
                to.text().append(' ').append(once);
            }
        }
    }

    /** Reads one alternative. */
    private static final class Reader {
        private final String line;
        private int at;

        Reader(String line) {
            this.line = line;
        }

        Sequence sequence() {
            Sequence all = sequence("");
            if (at < line.length()) {
                throw new IllegalArgumentException("A brace too many in: " + line);
            }
            return all;
        }

        private Sequence sequence(String ends) {
            List<Part> parts = new ArrayList<>();
            StringBuilder words = new StringBuilder();
            while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
                char c = line.charAt(at++);
                if (c == '{' || c == '~') {
                    if (!words.isEmpty()) {
                        parts.add(new Words(words.toString()));
                        words.setLength(0);
                    }
                    parts.add(c == '~' ? new Stretch() : braces());
                } else if (c == '}') {
                    throw new IllegalArgumentException("A brace too many in: " + line);
                } else {
                    words.append(c);
                }
            }
            if (!words.isEmpty()) {
                parts.add(new Words(words.toString()));
            }
            return new Sequence(List.copyOf(parts));
        }

        private Part braces() {
            int begin = at;
            List<Sequence> options = new ArrayList<>();
            do {
                options.add(sequence("|}"));
                if (at == line.length()) {
                    throw new IllegalArgumentException("A brace is left open in: " + line);
                }
            } while (line.charAt(at++) == '|');
            if (options.size() > 1) {
                return new Choice(List.copyOf(options));
            }
            String name = line.substring(begin, at - 1);
            return name.endsWith("*") ? new Call(name.substring(0, name.length() - 1), true) : new Call(name, false);
        }
    }
}
