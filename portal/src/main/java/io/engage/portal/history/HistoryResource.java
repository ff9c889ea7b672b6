package io.engage.portal.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engage.events.RedisKeys;
import io.engage.portal.address.Reason;
import io.engage.portal.address.VideoAddress;
import io.engage.portal.store.Store;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a video's figures went. */
@Path("/api/videos/{id}/history")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HistoryResource {
    /** The metrics that keep a history, in the order in which they fill a point. */
    private static final List<String> METRICS = List.of("viewers", "reactions", "comments");

    /** Up to so many slots are asked for by name; beyond, reading the whole day is cheaper than naming its slots. */
    private static final int SLOTS_BY_NAME = 1000;

    private final Store store;
    private final ObjectMapper mapper;

    HistoryResource(Store store, ObjectMapper mapper) {
        this.store = store;
        this.mapper = mapper;
    }

    @GET
    public Response history(@PathParam("id") String address, @Context UriInfo uri) {
        HistoryQuery query = HistoryQuery.parse(uri.getQueryParameters()::getFirst, System.currentTimeMillis());
        String id = VideoAddress.fromSafe(address);
        List<Request> requests = new ArrayList<>();
        requests.add(Store.isKnown(id));
        METRICS.forEach(metric -> requests.add(slots(RedisKeys.history(metric, id), query)));
        List<io.vertx.redis.client.Response> answers = store.ask(requests);
        if (answers.getFirst().toInteger() == 0) {
            return Reason.response(404, "No video has the id " + id);
        }
        SortedMap<Long, HistoryPoint> points = new TreeMap<>();
        answers.subList(1, answers.size())
                .forEach(metric -> slots(metric, query).forEach((slot, text) -> add(points, query, slot, text)));
        ObjectNode body = mapper.createObjectNode().put("step", query.step());
        ArrayNode list = body.putArray("points");
        points.forEach((t, point) -> list.add(point.json(t)));
        return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static Request slots(String key, HistoryQuery query) {
        if (query.slots() > SLOTS_BY_NAME) {
            return Request.cmd(Command.HGETALL).arg(key);
        }
        Request request = Request.cmd(Command.HMGET).arg(key);
        for (long slot = query.from() / 1000; slot < query.to() / 1000; slot += HistoryQuery.SLOT) {
            request.arg(slot);
        }
        return request;
    }

    /** A metric's points by the start of their slot in epoch ms, in order. */
    private static SortedMap<Long, String> slots(io.vertx.redis.client.Response answer, HistoryQuery query) {
        SortedMap<Long, String> slots = new TreeMap<>();
        if (query.slots() > SLOTS_BY_NAME) {
            Map<String, String> all = Store.fields(answer);
            all.forEach((slot, text) -> {
                if (slot.matches("[0-9]{1,12}")) {
                    slots.put(Long.parseLong(slot) * 1000, text);
                }
            });
            return slots.subMap(query.from(), query.to());
        }
        for (int i = 0; i < answer.size(); i++) {
            if (answer.get(i) != null) {
                slots.put(
                        query.from() + i * HistoryQuery.SLOT * 1000L,
                        answer.get(i).toString());
            }
        }
        return slots;
    }

    private void add(SortedMap<Long, HistoryPoint> points, HistoryQuery query, long slot, String text) {
        try {
            JsonNode json = mapper.readTree(text);
            if (json instanceof ObjectNode figures) {
                long t = slot - slot % (query.step() * 1000L);
                points.computeIfAbsent(t, start -> new HistoryPoint()).add(figures);
                return;
            }
        } catch (JsonProcessingException e) {
            Log.debug("No JSON", e);
        }
        Log.warnf("The point of a history at %d ms is no JSON object and is left out", slot);
    }
}
