package io.engage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise: the embedded servers are real ones, and what the broker held is found again after a restart. */
class EmbeddedIT {
    @Test
    void aTopicSurvivesARestartOfTheBroker(@TempDir Path directory) throws Exception {
        // Given
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, FreePort.find(), FreePort.find());
                Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        // When
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, FreePort.find(), FreePort.find());
                Admin admin = admin(kafka)) {
            // Then
            assertEquals(Set.of("kept"), admin.listTopics().names().get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void redisAnswers() throws Exception {
        // Given
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary();
                Socket socket = new Socket("127.0.0.1", redis.port())) {
            // When
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // Then
            assertEquals(
                    "+PONG",
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
