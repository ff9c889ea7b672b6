package io.engage.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker with its KRaft controller inside this process, listening on loopback only. What is in its folder is
 * found again at the next start.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Runnable whenClosed;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers, Runnable whenClosed) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.whenClosed = whenClosed;
    }

    /**
     * A second listener, for clients over TLS that log in by SCRAM-SHA-512. Users are made through the first one, which is open.
     *
     * @param port on loopback
     * @param keyStore a PKCS12 with the broker's certificate
     * @param password of the key store
     */
    public record SecureListener(int port, Path keyStore, String password) {
        /** One on a free port, with a new certificate for loopback, signed by itself, in a key store in the given folder. */
        public static SecureListener onFreePort(Path folder) {
            Path store = folder.resolve("broker.p12");
            String password = UUID.randomUUID().toString();
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    password,
                    "-alias",
                    "broker",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "san=ip:127.0.0.1");
            try {
                Process keytool = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
                if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                    keytool.destroyForcibly();
                    throw new IllegalStateException("keytool makes no certificate: see keytool.log in " + folder);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            return new SecureListener(FreePort.find(), store, password);
        }

        /** What a client needs to log in there as a user, in Kafka's words. */
        public Map<String, String> client(String user, String userPassword) {
            return Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:" + port,
                    "security.protocol",
                    "SASL_SSL",
                    "sasl.mechanism",
                    "SCRAM-SHA-512",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                            .formatted(user, userPassword),
                    "ssl.truststore.type",
                    "PKCS12",
                    "ssl.truststore.location",
                    keyStore.toString(),
                    "ssl.truststore.password",
                    password);
        }

        private void configure(Properties p) {
            p.merge("listeners", ",SASL_SSL://127.0.0.1:" + port, (a, b) -> a + (String) b);
            p.merge("advertised.listeners", ",SASL_SSL://127.0.0.1:" + port, (a, b) -> a + (String) b);
            p.merge("listener.security.protocol.map", ",SASL_SSL:SASL_SSL", (a, b) -> a + (String) b);
            p.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
            p.put(
                    "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            p.put("ssl.keystore.type", "PKCS12");
            p.put("ssl.keystore.location", keyStore.toString());
            p.put("ssl.keystore.password", password);
        }
    }

    /**
     * Starts a broker and returns once it takes requests.
     *
     * @param directory where the logs live; made when absent
     * @param port the port for clients
     * @param controllerPort the port of the controller
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) {
        return start(directory, port, controllerPort, null, () -> {});
    }

    private static EmbeddedKafka start(
            Path directory, int port, int controllerPort, SecureListener secure, Runnable whenClosed) {
        Path logs = directory.toAbsolutePath();
        try {
            Files.createDirectories(logs);
            if (!Files.exists(logs.resolve("meta.properties"))) {
                format(logs);
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare the folder of Kafka, " + logs + ": " + e.getMessage(), e);
        }
        Properties configuration = configuration(logs, port, controllerPort);
        if (secure != null) {
            secure.configure(configuration);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(configuration), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, "127.0.0.1:" + port, whenClosed);
    }

    /** Starts a broker on free ports, with its logs in a new temporary folder that goes with it. */
    public static EmbeddedKafka startTemporary() {
        return startTemporary(null);
    }

    /** Starts a broker as {@link #startTemporary()} does, with a second listener. */
    public static EmbeddedKafka startTemporary(SecureListener secure) {
        TemporaryFolder folder = TemporaryFolder.create("engage-kafka");
        return start(folder.path(), FreePort.find(), FreePort.find(), secure, folder::delete);
    }

    /** What a client's {@code bootstrap.servers} takes. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Waits until the broker has ended. */
    public void awaitEnd() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        whenClosed.run();
    }

    private static void format(Path logs) throws Exception {
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static Properties configuration(Path logs, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("log.dirs", logs.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("transaction.state.log.min.isr", "1");
        p.put("default.replication.factor", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("log.cleaner.dedupe.buffer.size", "2097152");
        // One machine, one user: few threads keep memory and idle work small.
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("metadata.max.idle.interval.ms", "0");
        p.put("metric.reporters", "");
        // A broker that was killed is let in again only when its old session is over.
        p.put("broker.session.timeout.ms", "2500");
        p.put("broker.heartbeat.interval.ms", "500");
        return p;
    }
}
