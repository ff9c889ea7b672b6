package io.engage.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of one benchmark: a table in Markdown, and JSON with every single run. */
public final class Report {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final String name;
    private final Instant begun = Instant.now();
    private final List<String> notes = new ArrayList<>();
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Object> runs = new ArrayList<>();

    /** @param heading of the table's columns */
    public Report(String name, String... heading) {
        this.name = name;
        this.heading = List.of(heading);
    }

    /** Says on the way what is being done. */
    public static void progress(String text) {
        System.err.println(text);
    }

    /** Adds a sentence that stands before the table. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** Adds a line of the table. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Adds a run, a record, to the JSON. */
    public void run(Object run) {
        runs.add(run);
    }

    /** Prints the table, and writes the JSON into the folder. */
    public void finish(Path folder) {
        System.out.println();
        System.out.println("./engage bench " + name + ", " + begun.toString().substring(0, 10) + ", " + Machine.here());
        notes.forEach(System.out::println);
        System.out.println();
        print(heading);
        print(heading.stream().map(cell -> "---").toList());
        rows.forEach(Report::print);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", name);
        all.put("begun", begun.toString());
        all.put("machine", Machine.here());
        all.put("notes", notes);
        all.put("runs", runs);
        Path file = folder.resolve(name + "-" + STAMP.format(begun) + ".json");
        try {
            Files.createDirectories(folder);
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        System.out.println();
        System.out.println("Every run: " + file);
    }

    private static void print(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
