package io.engage.local.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * A small door: real HTTP and the real reading of events, and a memory instead of Kafka, in which an event whose id is there already
 * changes nothing. Before each request it can be made to answer something else; then, as with the real one, part of the batch may have
 * got in all the same.
 */
public final class TestDoor implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final IntUnaryOperator mood;
    private int requests;
    private int deliveries;

    /** A door on a free port that is always well. */
    public static TestDoor open() {
        return open(0, request -> 202);
    }

    /**
     * A door.
     *
     * @param port 0 for a free one
     * @param mood the status to answer to the n-th request from 1 on; anything but 202 is answered without a look at the events, of
     *     which the first half gets in if it is 503
     */
    public static TestDoor open(int port, IntUnaryOperator mood) {
        try {
            return new TestDoor(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), mood);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestDoor(HttpServer server, IntUnaryOperator mood) {
        this.server = server;
        this.mood = mood;
        server.createContext("/v1/events", this::receive);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The events that got in, each once, in the order of their first arrival. */
    public synchronized List<Event> events() {
        return List.copyOf(events.values());
    }

    /** How often an event came in, repeated deliveries included. */
    public synchronized int deliveries() {
        return deliveries;
    }

    /** How many requests came. */
    public synchronized int requests() {
        return requests;
    }

    /** The bodies of all requests, unpacked. */
    public synchronized List<String> bodies() {
        return bodies.stream()
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                : exchange.getRequestBody().readAllBytes();
        boolean known = "local".equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
        Reply reply = known ? take(body) : new Reply(401, "{}");
        if (reply.status == 503) {
            exchange.getResponseHeaders().add("Retry-After", "0");
        }
        byte[] answer = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private record Reply(int status, String body) {}

    private synchronized Reply take(byte[] body) {
        bodies.add(body);
        int status = mood.applyAsInt(++requests);
        String[] lines = new String(body, StandardCharsets.UTF_8).split("\n");
        if (status == 503) {
            take(lines, lines.length / 2);
            return new Reply(status, "{\"accepted\":0,\"rejected\":[],\"reason\":\"not now\"}");
        }
        return status == 202 ? take(lines, lines.length) : new Reply(status, "{}");
    }

    private Reply take(String[] lines, int count) {
        EventParser parser = new EventParser();
        int accepted = 0;
        List<String> rejected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] line = lines[i].getBytes(StandardCharsets.UTF_8);
            switch (parser.parse(line, 0, line.length, System.currentTimeMillis())) {
                case Parsed.Accepted event -> {
                    accepted++;
                    deliveries++;
                    events.putIfAbsent(event.event().eventId(), event.event());
                }
                case Parsed.Refused refused ->
                    rejected.add("{\"index\":" + i + ",\"reason\":\""
                            + refused.reason().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
            }
        }
        return new Reply(
                accepted > 0 ? 202 : 400,
                "{\"accepted\":" + accepted + ",\"rejected\":[" + String.join(",", rejected) + "]}");
    }
}
