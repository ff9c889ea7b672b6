package io.engage.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.events.RedisKeys;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of those who talk to Redis, with a real one. */
class RedisIT {
    private EmbeddedRedis server;
    private Vertx vertx;
    private Redis client;
    private RedisPipeline redis;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.startTemporary();
        vertx = Vertx.vertx();
        client = Redis.createClient(vertx, server.url());
        redis = new RedisPipeline(client, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    /** Promise: each command has its answer, in their order. */
    @Test
    void eachCommandIsAnsweredInOrder() throws Exception {
        // When
        List<Response> answers = redis.send(List.of(
                Request.cmd(Command.SET).arg("a").arg("1"),
                Request.cmd(Command.GET).arg("b"),
                Request.cmd(Command.GET).arg("a")));
        // Then
        assertEquals("OK", answers.get(0).toString());
        assertNull(answers.get(1));
        assertEquals("1", answers.get(2).toString());
    }

    /** Promise: whoever waits for Redis learns in time that there is no answer. */
    @Test
    void noAnswerIsSaidInTime() {
        // Given
        RedisPipeline hasty = new RedisPipeline(client, Duration.ofMillis(100));
        // When
        RedisAway away = assertThrows(
                RedisAway.class,
                () -> hasty.send(
                        List.of(Request.cmd(Command.BLPOP).arg("nothing").arg(60))));
        // Then
        assertEquals("no answer within 100 ms", away.getMessage());
    }

    /** Promise: where no Redis is, it is said to be away, and why. */
    @Test
    void whereNoneIsItIsAway() {
        // Given
        Redis nobody = Redis.createClient(vertx, "redis://127.0.0.1:" + FreePort.find());
        RedisPipeline pipeline = new RedisPipeline(nobody, Duration.ofSeconds(10));
        // When
        RedisAway away = assertThrows(
                RedisAway.class,
                () -> pipeline.send(List.of(Request.cmd(Command.GET).arg("a"))));
        // Then
        assertTrue(away.getMessage().contains("refused"), away.getMessage());
        nobody.close();
    }

    /** Promise: nobody sends more at once than the client lets wait. */
    @Test
    void tooManyCommandsAreRefusedBeforeTheyAreSent() {
        // Given
        List<Request> many = Collections.nCopies(
                RedisPipeline.LONGEST + 1, Request.cmd(Command.INCR).arg("a"));
        // When, Then
        assertThrows(IllegalArgumentException.class, () -> redis.send(many));
    }

    /** Promise: a script runs once it was loaded, and Redis says where it does not know it. */
    @Test
    void aScriptRunsOnceItIsLoaded() throws Exception {
        // Given
        RedisScript add = RedisScript.resource(RedisIT.class, "/add.lua");
        Request twoAndThree = add.call().arg(0).arg(2).arg(3);
        RedisAway unknown = assertThrows(RedisAway.class, () -> redis.send(List.of(twoAndThree)));
        // When
        redis.send(List.of(add.load()));
        // Then
        assertTrue(unknown.getMessage().contains("NOSCRIPT"), unknown.getMessage());
        assertEquals(5, redis.send(List.of(twoAndThree)).getFirst().toInteger());
        assertThrows(IllegalArgumentException.class, () -> RedisScript.resource(RedisIT.class, "/no.lua"));
    }

    /** Promise: a script finds the texts that were packed, whatever they hold and however long they are. */
    @Test
    void textsArePackedForAScript() throws Exception {
        // Given
        List<String> texts = new ArrayList<>(List.of("", "viewers", "{\"a b\":1}", "zürich 東京 \0\r\n"));
        for (int length : new int[] {31, 32, 255, 256, 70_000}) {
            texts.add("x".repeat(length));
        }
        RedisScript unpack = RedisScript.resource(RedisIT.class, "/unpack.lua");
        // When
        Response back = redis.send(List.of(unpack.load(), unpack.call().arg(0).arg(MessagePack.strings(texts))))
                .getLast();
        Response none = redis.send(List.of(unpack.call().arg(0).arg(MessagePack.strings(List.of()))))
                .getLast();
        // Then
        assertEquals(texts, back.stream().map(Response::toString).toList());
        assertEquals(0, none.size());
    }

    /** Promise: a Redis that lost its figures, or was started anew, is told from the one that was filled. */
    @Test
    void aRedisThatLostItsFiguresIsNotFilled() throws Exception {
        // Given
        Filled empty = Filled.ask(redis);
        redis.send(List.of(Request.cmd(Command.SET).arg(RedisKeys.FILLED).arg(empty.run() + ":1")));
        // When
        Filled filled = Filled.ask(redis);
        redis.send(List.of(Request.cmd(Command.SET).arg(RedisKeys.FILLED).arg("an earlier run:1")));
        Filled ofAnotherRun = Filled.ask(redis);
        // Then
        assertNull(empty.marker());
        assertFalse(empty.inThisRun());
        assertNotEquals("unknown", empty.run());
        assertTrue(filled.inThisRun());
        assertEquals(empty.run() + ":1", filled.marker());
        assertFalse(ofAnotherRun.inThisRun());
    }
}
