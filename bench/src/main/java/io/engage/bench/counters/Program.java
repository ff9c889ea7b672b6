package io.engage.bench.counters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.bench.site.Child;
import io.engage.bench.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** A contestant that measures itself and prints a line with its {@link Drained}. */
final class Program {
    /** How that line begins. */
    static final String RESULT = "RESULT ";

    private static final long ENDS_WITHIN_SECONDS = 900;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Program() {}

    static Drained run(Site site, String name, List<String> command) throws InterruptedException {
        try (Child child = site.start(name, command)) {
            boolean well = child.awaitEnd(ENDS_WITHIN_SECONDS);
            List<String> lines = Files.readAllLines(child.log());
            for (String line : lines) {
                if (line.startsWith(RESULT)) {
                    return JSON.readValue(line.substring(RESULT.length()), Drained.class);
                }
            }
            throw new IllegalStateException(
                    name + (well ? " ended without a result" : " failed or did not end") + ":\n" + child.lastLines());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " printed a result that cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what " + name + " printed", e);
        }
    }
}
