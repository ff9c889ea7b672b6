package io.engage.ingest.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Topics;
import io.engage.ingest.IngestUnderTest;
import io.engage.ingest.LogReader;
import io.engage.ingest.http.Client.Reply;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Promises for a broker that is not there yet, goes away and comes back: nothing that was acknowledged is lost, nobody waits for ever. */
@QuarkusTest
@WithTestResource(value = IngestUnderTest.class, initArgs = @ResourceArg(name = IngestUnderTest.LATER, value = "true"))
class KafkaAwayIT {
    @TestHTTPResource("/")
    URI base;

    private final Set<String> sent = new HashSet<>();
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void whatIsAcknowledgedIsKeptWhateverBecomesOfKafka() {
        Client client = new Client(base);

        // Given a service that was started before Kafka
        Reply early = send(client, "early");
        assertEquals(503, early.status());
        assertTrue(Long.parseLong(early.header("Retry-After")) >= 1);
        assertEquals(503, client.get("/q/health/ready").status());
        assertEquals(200, client.get("/q/health/live").status());

        // When Kafka comes, then the service is ready by itself
        IngestUnderTest.startKafka();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/q/health/ready").status() == 200);
        assertEquals(202, send(client, "first").status());

        // When Kafka goes, then a sender is told to come again within 10 s, and the service is not ready
        IngestUnderTest.stopKafka();
        long before = System.nanoTime();
        Reply away = send(client, "away");
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertEquals(503, away.status());
        assertTrue(Long.parseLong(away.header("Retry-After")) >= 1);
        System.out.println("Told to come again after " + took);
        assertTrue(took.toSeconds() < 30, took::toString);
        assertEquals(503, client.get("/q/health/ready").status());

        // When Kafka comes back, then sending the same again works
        IngestUnderTest.startKafka();
        await().atMost(Duration.ofSeconds(60)).until(() -> send(client, "away").status() == 202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/q/health/ready").status() == 200);

        // Then all that was acknowledged is there; what was not may be there too, with the same ids
        List<String> stored = LogReader.values(Topics.REACTIONS, "v");
        assertTrue(stored.containsAll(acknowledged));
        assertTrue(sent.containsAll(stored));
    }

    @Test
    void aSenderIsHeldWhileKafkaRestarts() {
        // Given
        Client client = new Client(base);
        if (client.get("/q/health/ready").status() != 200) {
            IngestUnderTest.stopKafka();
            IngestUnderTest.startKafka();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/q/health/ready").status() == 200);
        IngestUnderTest.stopKafka();
        // When
        long before = System.nanoTime();
        CompletableFuture<Reply> held = CompletableFuture.supplyAsync(() -> send(client, "held"));
        IngestUnderTest.startKafka();
        Reply reply = held.join();
        // Then
        long tookMs = (System.nanoTime() - before) / 1_000_000;
        assertTrue(reply.status() == 202 || tookMs > 9_000, () -> reply.status() + " after " + tookMs + " ms");
    }

    @Test
    void aRestartWhileEventsComeLosesNone() {
        // Given
        Client client = new Client(base);
        if (client.get("/q/health/ready").status() != 200) {
            IngestUnderTest.stopKafka();
            IngestUnderTest.startKafka();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/q/health/ready").status() == 200);
        // When
        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                IngestUnderTest.stopKafka();
                IngestUnderTest.startKafka();
            }
            String name = "batch" + i;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> send(client, name).status() == 202);
        }
        // Then
        assertEquals(60 * 50, acknowledged.size());
        assertTrue(Set.copyOf(LogReader.values(Topics.REACTIONS, "v")).containsAll(acknowledged));
    }

    private Reply send(Client client, String name) {
        long now = System.currentTimeMillis();
        List<String> events = IntStream.range(0, 50)
                .mapToObj(i -> "{\"event_type\":\"like\",\"video_id\":\"v\",\"user_id\":\"" + name + "\",\"timestamp\":"
                        + now + ",\"event_id\":\"" + name + i + "\"}")
                .toList();
        sent.addAll(events);
        Reply reply = client.post("application/x-ndjson", events.stream().collect(Collectors.joining("\n")));
        if (reply.status() == 202) {
            acknowledged.addAll(events);
        }
        return reply;
    }
}
