package io.engage.terraform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Kafka installed without a container: its programs as its image has them, run from the test's own class path. */
final class KafkaTools {
    private static final Map<String, String> CLASSES = Map.of(
            "kafka-storage", "kafka.tools.StorageTool",
            "kafka-configs", "kafka.admin.ConfigCommand",
            "kafka-acls", "org.apache.kafka.tools.AclCommand",
            "kafka-topics", "org.apache.kafka.tools.TopicCommand",
            "kafka-broker-api-versions", "org.apache.kafka.tools.BrokerApiVersionsCommand",
            "kafka-reassign-partitions", "org.apache.kafka.tools.reassign.ReassignPartitionsCommand",
            "kafka-leader-election", "org.apache.kafka.tools.LeaderElectionCommand",
            "kafka-metadata-quorum", "org.apache.kafka.tools.MetadataQuorumCommand",
            "kafka-server-start", "kafka.Kafka");

    private static final String SMALL = " ${KAFKA_HEAP_OPTS:--Xmx128m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String LOG =
            "<Configuration><Appenders><Console name=\"c\" target=\"SYSTEM_ERR\"><PatternLayout pattern=\"%d %p %c"
                    + " %m%n\"/></Console></Appenders><Loggers><Root level=\"warn\"><AppenderRef"
                    + " ref=\"c\"/></Root></Loggers></Configuration>";

    private KafkaTools() {}

    /**
     * Writes them.
     *
     * @param folder where to
     * @param hosts the file of host names that they shall know
     * @return the folder of programs
     */
    static Path install(Path folder, Path hosts) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("kafka"));
        Path log = Files.writeString(folder.resolve("log4j2.xml"), LOG);
        String libraries = String.join(File.pathSeparator, libraries());
        for (Map.Entry<String, String> each : CLASSES.entrySet()) {
            Path script = bin.resolve(each.getKey() + ".sh");
            // A tool begins in a third of the time with what its first run has left.
            String archive = each.getKey().equals("kafka-server-start")
                    ? ""
                    : " -Xlog:disable -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="
                            + bin.resolve(each.getKey() + ".jsa");
            write(script, java() + SMALL + archive + " -Djdk.net.hosts.file=" + hosts, log, libraries, each.getValue());
        }
        return bin;
    }

    /**
     * Lays them out as their image does.
     *
     * @param folder where to
     * @return the folder, which a container is to see as {@code /opt/kafka}
     */
    static Path layOut(Path folder) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path libraries = Files.createDirectories(folder.resolve("libs"));
        for (String library : libraries()) {
            Path file = Path.of(library);
            Files.copy(file, libraries.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("log4j2.xml"), LOG);
        for (Map.Entry<String, String> each : CLASSES.entrySet()) {
            write(
                    bin.resolve(each.getKey() + ".sh"),
                    "java" + SMALL,
                    Path.of("/opt/kafka/log4j2.xml"),
                    "/opt/kafka/libs/*",
                    each.getValue());
        }
        return folder;
    }

    private static void write(Path script, String java, Path log, String libraries, String tool) throws IOException {
        Files.writeString(
                script,
                "#!/bin/sh\nexec " + java + " -Dlog4j2.configurationFile=" + log + " -cp '" + libraries + "' " + tool
                        + " \"$@\"\n");
        if (!script.toFile().setExecutable(true, false)) {
            throw new IOException(script + " cannot be made a program");
        }
    }

    private static List<String> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> each.endsWith(".jar"))
                .toList();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
