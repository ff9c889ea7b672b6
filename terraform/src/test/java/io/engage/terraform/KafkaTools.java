package io.engage.terraform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
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
        Path log = Files.writeString(
                folder.resolve("log4j2.xml"),
                "<Configuration><Appenders><Console name=\"c\" target=\"SYSTEM_ERR\"><PatternLayout pattern=\"%d %p %c"
                        + " %m%n\"/></Console></Appenders><Loggers><Root level=\"warn\"><AppenderRef"
                        + " ref=\"c\"/></Root></Loggers></Configuration>");
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> each.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        for (Map.Entry<String, String> each : CLASSES.entrySet()) {
            Path script = bin.resolve(each.getKey() + ".sh");
            // A tool begins in a third of the time with what its first run has left.
            String archive = each.getKey().equals("kafka-server-start")
                    ? ""
                    : " -Xlog:disable -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="
                            + bin.resolve(each.getKey() + ".jsa");
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec " + java()
                            + " ${KAFKA_HEAP_OPTS:--Xmx128m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1" + archive
                            + " -Djdk.net.hosts.file=" + hosts + " -Dlog4j2.configurationFile=" + log + " -cp '"
                            + libraries + "' " + each.getValue() + " \"$@\"\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException(script + " cannot be made a program");
            }
        }
        return bin;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
