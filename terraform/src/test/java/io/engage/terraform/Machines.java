package io.engage.terraform;

import static org.awaitility.Awaitility.await;

import io.engage.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Nodes as machines: each is a container of Podman with a systemd of its own over a copy of this machine's disk that is gone afterwards, and an address in a
 * network of their own. What stands for Docker on them is a script that lets the same Podman run each container as the unit says, in the network of its
 * node; only what CloudWatch and this machine's limits do not allow is left out, and what an image would hold is seen from where it was built.
 */
final class Machines implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** What the images stand on; {@code ./engage test --containers} makes it. */
    private static final String BASE = "localhost/engage-jdk:test";

    private static final String SESSION = "/run/engage/session";

    /** What a command on a machine begins with: where AWS is, once it is known. */
    static final String IN_SESSION = "[ ! -f " + SESSION + " ] || . " + SESSION + "; ";

    private static final String DOCKER = """
            #!/bin/bash
            # Podman outside of this machine, in the place of Docker.
            set -euo pipefail
            arguments=()
            case $1 in
              login) cat >/dev/null && exit ;;
              # All images are here; and those of others stay.
              image) exit ;;
            esac
            while (($#)); do
              case $1 in
                --log-driver | --log-opt | --ulimit) shift ;;
                --network) arguments+=(--network "container:$ENGAGE_MACHINE" --uts "container:$ENGAGE_MACHINE") && shift ;;
                --name) arguments+=(--name "$ENGAGE_MACHINE-$2") && shift ;;
                --volume) arguments+=(--volume "$ENGAGE_OUTSIDE$2") && shift ;;
                engage-*) arguments+=("$ENGAGE_MACHINE-$1") ;;
                *.amazonaws.com/*)
                  image=${1##*/}
                  program=()
                  . "/mnt/engage/images/${image%%:*}"
                  arguments+=(--env-file /mnt/engage/aws.env "${holds[@]}" BASE "${program[@]}" "${@:2}")
                  break
                  ;;
                *) arguments+=("$1") ;;
              esac
              shift
            done
            exec podman --remote --url unix:///mnt/engage/podman.sock "${arguments[@]}"
            """.replace("BASE", BASE);

    private static final String BOOT = """
            #!/bin/sh
            cp /mnt/engage/docker /usr/bin/docker
            cp /mnt/engage/docker /usr/local/bin/docker
            ln -sf /bin/true /usr/bin/dnf
            printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/true\\n' >/etc/systemd/system/docker.service
            printf '[Unit]\\nDescription=Nothing of its own\\nDefaultDependencies=no\\n' >/etc/systemd/system/engage-machine.target
            exec /lib/systemd/systemd --unit=engage-machine.target --log-target=console --show-status=no
            """;

    private final Path folder;
    private final Path shared;
    private final Map<String, String> environment;
    private final String name;
    private final String network;
    private final Process engine;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final List<String> running = new ArrayList<>();

    /** A network without machines, and an engine for what they will run. */
    Machines(Path folder) throws IOException {
        needsPodman();
        this.folder = folder.toRealPath();
        this.shared = Files.createDirectories(this.folder.resolve("shared"));
        Path settings = Files.writeString(
                this.folder.resolve("containers.conf"),
                "[containers]\ndefault_ulimits = [\"nofile=16384:16384\", \"nproc=8192:8192\"]\n[engine]\nruntime = \"runc\"\n");
        this.environment = Map.of("CONTAINERS_CONF", settings.toString());
        int number = new Random().nextInt(250);
        this.name = "engage-units-" + number;
        this.network = "10.203." + number + ".";
        podman("network", "create", "--subnet", network + "0/24", name);
        ProcessBuilder builder = new ProcessBuilder(Tether.tie(List.of(
                        "podman", "system", "service", "--time", "0", "unix://" + shared.resolve("podman.sock"))))
                .redirectErrorStream(true)
                .redirectOutput(this.folder.resolve("podman.log").toFile());
        builder.environment().putAll(environment);
        this.engine = builder.start();
        await().until(() -> Files.exists(shared.resolve("podman.sock")));
        program("docker", DOCKER);
        program("boot", BOOT);
    }

    private static void needsPodman() {
        for (String program : List.of("podman", "runc", "jq", "openssl", "aws", "/lib/systemd/systemd")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(program))),
                    program + " is not installed");
        }
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "Podman's network needs root here");
        Assumptions.assumeTrue(
                Outcome.of(Path.of("."), Map.of(), LIMIT, List.of("podman", "image", "exists", BASE))
                                .exit()
                        == 0,
                "The images' base is not here: ./engage test --containers makes it");
    }

    private void program(String file, String text) throws IOException {
        if (!Files.writeString(shared.resolve(file), text).toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made a program");
        }
    }

    /** What the names of all its containers begin with. */
    String name() {
        return name;
    }

    /** Where the machines find this one: the emulated AWS is to listen there. */
    String gateway() {
        return network + "1";
    }

    /** The address of a machine, which has it before it runs. */
    String address(String machine) {
        return addresses.computeIfAbsent(machine, any -> network + (addresses.size() + 11));
    }

    /**
     * What the image of this name would hold.
     *
     * @param image its name in the registry
     * @param folders of this machine, by where the container sees them
     * @param program what the image runs by itself, if anything
     */
    void image(String image, Map<Path, String> folders, String... program) throws IOException {
        String holds = folders.entrySet().stream()
                .map(each -> "--volume " + each.getKey().toAbsolutePath().normalize() + ":" + each.getValue() + ":ro")
                .collect(Collectors.joining(" "));
        Files.writeString(
                Files.createDirectories(shared.resolve("images")).resolve(image),
                "holds=(" + holds + ")\nprogram=(" + String.join(" ", program) + ")\n");
    }

    /** The images of Kafka, of Redis, of the jobs and of services. */
    void images(List<String> services) throws IOException {
        image("kafka", Map.of(KafkaTools.layOut(folder.resolve("kafka")), "/opt/kafka"));
        Path redis = Path.of(EmbeddedRedis.command(folder.resolve("redis"), 1).getFirst());
        if (!redis.toFile().setExecutable(true, false)) {
            throw new IOException(redis + " cannot be made a program of all users");
        }
        image("redis", Map.of(redis, "/usr/bin/redis-server"));
        for (String service : services) {
            image(
                    service,
                    Map.of(Path.of("..", service, "target", "quarkus-app"), "/app"),
                    "java",
                    "-jar",
                    "/app/quarkus-run.jar");
        }
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Path built = Path.of("..", "batch", "target");
        try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
            for (Path library : Stream.concat(libraries, Stream.of(built.resolve("engage-batch.jar")))
                    .toList()) {
                Files.copy(library, jars.resolve(library.getFileName()));
            }
        }
        // Hadoop's login wants a name for its user.
        Path users = Files.writeString(
                folder.resolve("passwd"), "root:x:0:0::/:/bin/sh\nspark:x:65532:65532::/tmp:/bin/sh\n");
        image("batch", Map.of(jars, "/opt/spark/jars", users, "/etc/passwd"));
    }

    /**
     * Boots a machine, on which nothing is at work yet.
     *
     * @param machine its name
     * @param names the names in the private domain, each with the machine it stands for
     */
    void boot(String machine, Map<String, String> names) throws IOException {
        Path own = folder.resolve(machine);
        List<String> command = new ArrayList<>(List.of(
                "run",
                "--detach",
                "--name",
                name + "-" + machine,
                "--hostname",
                machine,
                "--systemd=always",
                "--network",
                name,
                "--ip",
                address(machine)));
        names.forEach((host, on) -> command.addAll(List.of("--add-host", host + ":" + address(on))));
        for (String memory : List.of("/run", "/run/lock", "/tmp")) {
            command.addAll(List.of("--mount", "type=tmpfs,dst=" + memory + ",notmpcopyup"));
        }
        for (String kept : List.of("/run/engage", "/var/lib/engage")) {
            command.addAll(List.of("--volume", Files.createDirectories(own.resolve(kept.substring(1))) + ":" + kept));
        }
        command.addAll(List.of("--volume", shared + ":/mnt/engage", "--rootfs", "/:O", "/mnt/engage/boot"));
        podman(command.toArray(String[]::new));
        running.add(machine);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        on(machine, "systemctl is-active engage-machine.target").exit() == 0);
    }

    /**
     * Lets a machine do what it does at its first start.
     *
     * @param machine its name
     * @param aws what leads to AWS
     * @param userData the script of the first start
     */
    void begin(String machine, Map<String, String> aws, String userData) throws IOException {
        Files.writeString(
                shared.resolve("aws.env"),
                lines(aws)
                        + lines(Map.of(
                                "ENGAGE_ARCHIVE_ENDPOINT",
                                aws.get("AWS_ENDPOINT_URL"),
                                "ENGAGE_ARCHIVE_PATH_STYLE",
                                "true")));
        Path own = folder.resolve(machine);
        Map<String, String> all = new LinkedHashMap<>(aws);
        all.put("ENGAGE_MACHINE", name + "-" + machine);
        all.put("ENGAGE_OUTSIDE", own.toString());
        all.put("PATH", System.getenv("PATH"));
        // What a machine on AWS knows by its role.
        Files.writeString(
                own.resolve(SESSION.substring(1)), "export " + lines(all).replace('\n', ' '));
        on(machine, "systemctl set-environment " + lines(all).replace('\n', ' '))
                .expected();
        Files.writeString(own.resolve("run/engage/first-start"), userData);
        on(machine, "bash /run/engage/first-start").expected();
    }

    private static String lines(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Runs a command on a machine, as a session there would. */
    Outcome on(String machine, String command) {
        return Outcome.of(
                folder,
                environment,
                LIMIT,
                List.of(
                        "podman",
                        "exec",
                        name + "-" + machine,
                        "bash",
                        "-c",
                        "[ ! -f " + SESSION + " ] || . " + SESSION + "; " + command));
    }

    /** Asks Podman about a unit's container. */
    String inspect(String machine, String unit, String format) {
        return podman("inspect", "--format", format, container(machine, unit)).strip();
    }

    /** Kills a unit's container. */
    void kill(String machine, String unit) {
        podman("kill", "--signal", "KILL", container(machine, unit));
    }

    private String container(String machine, String unit) {
        return name + "-" + machine + "-engage-" + unit;
    }

    private String podman(String... arguments) {
        return Outcome.of(
                        folder,
                        environment,
                        LIMIT,
                        Stream.concat(Stream.of("podman"), Stream.of(arguments)).toList())
                .expected();
    }

    @Override
    public void close() throws InterruptedException {
        // The machines first, since they would start again what ends.
        for (String machine : running) {
            podman("rm", "--force", "--depend", "--time", "0", name + "-" + machine);
        }
        for (String left : podman("ps", "--all", "--quiet", "--filter", "name=^" + name + "-")
                .lines()
                .toList()) {
            podman("rm", "--force", "--time", "0", left);
        }
        engine.destroy();
        engine.waitFor();
        podman("network", "rm", "--force", name);
    }
}
