package io.engage.ingest;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.FreePort;
import io.engage.embedded.TemporaryFolder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The service's surroundings: a real broker that a test may stop and start, and keys. */
public class IngestUnderTest implements QuarkusTestResourceLifecycleManager {
    /** A key for everything. */
    public static final String SERVER = "a-servers-secret-of-the-tests";

    /** The name of that key. */
    public static final String BACKEND = "the backend (team A)";

    /** A key of players on {@code https://tv.example} and any port of {@code http://dev.example}. */
    public static final String PLAYER = "a-players-secret-of-the-tests";

    /** A key for 10 events a second. */
    public static final String LIMITED = "a-limited-secret-of-the-tests";

    /** The argument of a resource whose broker the test itself starts. */
    public static final String LATER = "later";

    private static TemporaryFolder folder;
    private static int port;
    private static int controllerPort;
    private static EmbeddedKafka kafka;

    private boolean later;

    @Override
    public void init(Map<String, String> arguments) {
        later = arguments.containsKey(LATER);
    }

    @Override
    public Map<String, String> start() {
        folder = TemporaryFolder.create("engage-ingest-test");
        port = FreePort.find();
        controllerPort = FreePort.find();
        if (!later) {
            startKafka();
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.test-port", "0");
        settings.put("kafka.bootstrap.servers", bootstrapServers());
        settings.put("engage.ingest.local-keys", "true");
        settings.put("engage.ingest.body-timeout", "15s");
        settings.put("engage.ingest.max-events", "2000");
        settings.put("engage.ingest.keys.backend.sha256", sha256(SERVER));
        settings.put("engage.ingest.keys.backend.kind", "server");
        settings.put("engage.ingest.keys.backend.name", BACKEND);
        settings.put("engage.ingest.keys.site.sha256", sha256(PLAYER));
        settings.put("engage.ingest.keys.site.kind", "player");
        settings.put("engage.ingest.keys.site.origins", "https://tv.example,http://dev.example:*");
        settings.put("engage.ingest.keys.small.sha256", sha256(LIMITED));
        settings.put("engage.ingest.keys.small.kind", "server");
        settings.put("engage.ingest.keys.small.rate", "10");
        return settings;
    }

    @Override
    public void stop() {
        stopKafka();
        folder.delete();
    }

    public static String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts the broker, with what it held before. */
    public static void startKafka() {
        kafka = EmbeddedKafka.start(folder.path(), port, controllerPort);
    }

    public static void stopKafka() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
    }

    private static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
