package io.engage.batch.restore;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A Kafka and how its clients get in.
 *
 * @param bootstrapServers where clients begin
 * @param settings of clients, by Kafka's names, such as {@code security.protocol}; there may be secrets among them
 */
public record KafkaCluster(String bootstrapServers, Map<String, String> settings) {
    /** What Quarkus' services put before Kafka's names. */
    private static final String PREFIX = "kafka.";

    public KafkaCluster {
        settings = Map.copyOf(settings);
    }

    /** A Kafka that lets everybody in. */
    public static KafkaCluster open(String bootstrapServers) {
        return new KafkaCluster(bootstrapServers, Map.of());
    }

    /**
     * A Kafka that wants more to be known of its clients.
     *
     * @param file properties as Kafka's own tools take them, or as the services do, with {@code kafka.} before each name; the bootstrap
     *     servers in it do not count
     * @throws IOException with a message for people when it cannot be read
     */
    public static KafkaCluster of(String bootstrapServers, Path file) throws IOException {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("The settings of Kafka's clients cannot be read from " + file, e);
        }
        Map<String, String> settings = new HashMap<>();
        for (String name : read.stringPropertyNames()) {
            settings.put(
                    name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name,
                    read.getProperty(name).strip());
        }
        return new KafkaCluster(bootstrapServers, settings);
    }

    /** The settings of a client. What it must have for its work comes before what the file says. */
    Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** Without the settings, since there may be secrets among them. */
    @Override
    public String toString() {
        return bootstrapServers;
    }
}
