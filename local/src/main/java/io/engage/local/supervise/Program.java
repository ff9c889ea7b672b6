package io.engage.local.supervise;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One program to keep running.
 *
 * @param name how people and the pid file call it
 * @param command the executable and its arguments
 * @param environment variables on top of the inherited ones
 * @param folder its working folder, made when absent
 * @param log where its output goes, appended
 * @param pidFile holds its process id, and nothing else, while it runs
 * @param layer programs of a higher layer use those of lower ones, and are ended before them
 * @param ready answers once it works
 */
public record Program(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Path log,
        Path pidFile,
        int layer,
        Probe ready) {
    public Program {
        if (command.isEmpty()) {
            throw new IllegalArgumentException(name + " has no command");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
