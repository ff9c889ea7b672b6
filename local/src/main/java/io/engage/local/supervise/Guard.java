package io.engage.local.supervise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What stands before a program's command so that it lives and ends with its launcher, and with nothing else: Ctrl-C and the
 * closing of the terminal reach the launcher alone, which then ends the programs in their order; and the death of
 * the thread that started it, thus of the launcher, ends the program too, where the system can do that (Linux).
 * None of the steps is a process of its own: each replaces itself by the next, so the process id stays.
 */
public record Guard(List<String> prefix) {
    /** For systems with nothing but a shell. */
    static final List<String> DEAF = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private static final List<String> OWN_SESSION = List.of("setsid");
    private static final List<String> ENDS_WITH_PARENT = List.of("setpriv", "--pdeathsig", "TERM", "--");

    public Guard {
        prefix = List.copyOf(prefix);
    }

    /** The best this system offers. */
    public static Guard ofThisSystem() {
        List<String> prefix = new ArrayList<>(works(OWN_SESSION) ? OWN_SESSION : DEAF);
        if (works(ENDS_WITH_PARENT)) {
            prefix.addAll(ENDS_WITH_PARENT);
        }
        return new Guard(prefix);
    }

    /** The command behind the prefix. */
    public List<String> before(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
