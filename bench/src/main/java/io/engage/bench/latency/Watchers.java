package io.engage.bench.latency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Watches the probes' figures as others do: in Redis, told of each writing by the message that goes with it, and in the streams that browsers read. */
final class Watchers implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, ProbeVideo> byChannel = new HashMap<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Histogram redisLatencies;
    private final Histogram streamLatencies;
    private final JedisPubSub messages = new JedisPubSub() {
        @Override
        public void onMessage(String channel, String message) {
            byChannel.get(channel).seenInRedis(message, System.nanoTime(), redisLatencies);
        }

        @Override
        public void onSubscribe(String channel, int count) {
            if (count == byChannel.size()) {
                subscribed.countDown();
            }
        }
    };
    private final Thread subscriber;

    Watchers(String redis, int portalPort, List<ProbeVideo> probes, Histogram redisLatencies, Histogram streamLatencies)
            throws InterruptedException {
        this.redisLatencies = redisLatencies;
        this.streamLatencies = streamLatencies;
        probes.forEach(probe -> byChannel.put("video:" + probe.id(), probe));
        subscriber = Thread.ofPlatform().daemon().start(() -> {
            try (Jedis jedis = new Jedis(URI.create(redis), 0)) {
                jedis.subscribe(messages, byChannel.keySet().toArray(String[]::new));
            }
        });
        subscribed.await();
        CountDownLatch open = new CountDownLatch(probes.size());
        for (ProbeVideo probe : probes) {
            Thread.ofVirtual().start(() -> read(portalPort, probe, open));
        }
        open.await();
    }

    private void read(int portalPort, ProbeVideo probe, CountDownLatch open) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + portalPort + "/api/videos/" + probe.id() + "/stream"))
                .header("Accept", "text/event-stream")
                .build();
        try {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            open.countDown();
            response.body()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> probe.seenInStream(line, System.nanoTime(), streamLatencies));
        } catch (IOException | java.io.UncheckedIOException e) {
            // The end of the watching; what it missed is counted as missing.
            open.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        messages.unsubscribe();
        subscriber.join();
        client.shutdownNow();
    }
}
