package io.engage.terraform;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.engage.embedded.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** An emulated AWS (moto) with nothing in it, and the AWS CLI that speaks to it. Where one of them is missing the tests are skipped and say so. */
final class Moto implements AutoCloseable {
    /** Moto knows no conditions of bucket policies: the one that refuses requests without TLS would refuse all. */
    private static final String PROGRAM = """
            import sys
            from moto.iam.access_control import PermissionResult
            from moto.s3.models import FakeBucket
            from moto.server import main
            FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL
            main(sys.argv[1:])
            """;

    private final Process process;
    private final Map<String, String> environment;

    private Moto(Process process, Map<String, String> environment) {
        this.process = process;
        this.environment = environment;
    }

    /**
     * Starts it.
     *
     * @param address where it listens
     * @param log where its log goes
     */
    static Moto start(String address, Path log) throws IOException {
        Outcome there = Outcome.of(
                Path.of("."),
                Map.of(),
                Duration.ofMinutes(1),
                List.of("sh", "-c", "python3 -c 'import moto.server' && command -v aws"));
        Assumptions.assumeTrue(there.exit() == 0, "moto (pip install 'moto[server]') or the AWS CLI is not installed");
        int port = FreePort.find();
        ProcessBuilder builder = new ProcessBuilder(
                        Tether.tie(List.of("python3", "-c", PROGRAM, "-H", address, "-p", "" + port)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
        Process process = builder.start();
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            new Socket(address, port).close();
            return true;
        });
        return new Moto(
                process,
                Map.of(
                        "AWS_ENDPOINT_URL", "http://" + address + ":" + port,
                        "AWS_ACCESS_KEY_ID", "emulated",
                        "AWS_SECRET_ACCESS_KEY", "emulated",
                        "AWS_REGION", "us-east-1",
                        // The name that the first version of the AWS CLI knows.
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_EC2_METADATA_DISABLED", "true"));
    }

    /** What leads programs for AWS to it. */
    Map<String, String> environment() {
        return environment;
    }

    /** Runs the AWS CLI. */
    String aws(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("aws"), Stream.of(arguments)).toList();
        return Outcome.of(Path.of("."), environment, Duration.ofMinutes(2), command)
                .expected();
    }

    /** Runs the AWS CLI and reads its answer. */
    JsonNode json(String... arguments) {
        List<String> all = Stream.concat(Stream.of(arguments), Stream.of("--output", "json"))
                .toList();
        String answer = aws(all.toArray(String[]::new));
        return Plans.read(answer.isBlank() ? "null" : answer);
    }

    /** Runs bin/make-secrets. */
    void makeSecrets() {
        String program = Path.of("bin/make-secrets").toAbsolutePath().toString();
        Outcome.of(Path.of("."), environment, Duration.ofMinutes(8), List.of(program))
                .expected();
    }

    /** Puts what {@code bin/make-secrets --to} made into the Parameter Store, all in one go. */
    void store(Path secrets, String cluster) {
        Outcome.of(
                        Path.of("."),
                        environment,
                        Duration.ofMinutes(2),
                        List.of("python3", "-c", """
                import boto3, pathlib, sys
                folder = pathlib.Path(sys.argv[1])
                for file in folder.glob("*/*"):
                    boto3.client("ssm").put_parameter(Name=f"/{sys.argv[2]}/{file.relative_to(folder)}", Value=file.read_text(), Type="SecureString", Overwrite=True)
                """, secrets.toString(), cluster))
                .expected();
    }

    /** The names of the metrics that nodes have reported. */
    List<String> reported() {
        return json("cloudwatch", "list-metrics", "--namespace", "Engage", "--query", "Metrics[].MetricName")
                .valueStream()
                .map(JsonNode::asText)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
    }
}
