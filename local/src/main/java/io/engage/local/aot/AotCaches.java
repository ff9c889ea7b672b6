package io.engage.local.aot;

import io.engage.local.supervise.FolderLock;
import io.engage.local.supervise.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A folder of AOT caches, one for each Java program: its classes, loaded and linked, as a JVM of the same JDK takes them over
 * when the same program starts again. Beside each cache lies a note of the program it was made for, so that one of an older build
 * or another JDK counts as none. The JVM checks the same by itself, and runs without a cache that is not there or not for it, so that a wrong
 * one can cost time but never do harm; for one that is damaged there is {@link #forget}.
 */
public final class AotCaches {
    private final Path folder;

    public AotCaches(Path folder) {
        this.folder = folder;
    }

    /** Where {@code ./engage up} keeps its caches: beside what was built, and gone with it. */
    public static AotCaches ofProject(Path project) {
        return new AotCaches(project.resolve(Path.of("local", "target", "aot")));
    }

    Path folder() {
        return folder;
    }

    /** Whether it runs on a JVM, and so can have a cache. */
    public static boolean isJava(Program program) {
        return Path.of(program.command().getFirst()).endsWith(Path.of("bin", "java"));
    }

    /** Whether there is a cache that was made for this program as it is now. */
    public boolean isFresh(Program program) {
        try {
            return Files.exists(cache(program))
                    && Files.readString(note(program)).equals(fingerprint(program));
        } catch (IOException e) {
            // One that cannot be read is none.
            return false;
        }
    }

    /** The program with its cache where it has a fresh one, else as it is. */
    public Program using(Program program) {
        return isJava(program) && isFresh(program) ? with(program, "-XX:AOTCache=" + cache(program)) : program;
    }

    /**
     * The program such that it leaves a cache when it ends, which then takes it some seconds.
     *
     * @param options of the JVM it is to be trained for, besides its own; the later of two that contradict each other counts
     */
    public Program recording(Program program, List<String> options) {
        List<String> added = new ArrayList<>(options);
        // The cache is put together by a JVM with the options of this one, for which a service's heap is too small.
        added.add("-Xmx512m");
        added.add("-XX:AOTCacheOutput=" + recorded(program));
        return with(program, added.toArray(String[]::new));
    }

    /** Takes the cache that a recording program left, to be used from now on; false when it left none. */
    public boolean keep(Program program) {
        try {
            if (!Files.exists(recorded(program))) {
                return false;
            }
            Files.deleteIfExists(note(program));
            try (FileChannel written = FileChannel.open(recorded(program), StandardOpenOption.WRITE)) {
                // Else a loss of power could leave the name and the note of a cache that is not there.
                written.force(true);
            }
            Files.move(recorded(program), cache(program), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(note(program), fingerprint(program));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep " + cache(program), e);
        }
    }

    /** Removes the cache: a program that {@link #using} gave it runs without when it is started again. */
    public void forget(Program program) {
        try {
            Files.deleteIfExists(note(program));
            Files.deleteIfExists(cache(program));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + cache(program), e);
        }
    }

    /**
     * Makes the folder, which nobody else trains into until the lock is closed; empty when somebody does.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    Optional<FolderLock> lock() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + folder, e);
        }
        return FolderLock.take(folder.resolve("lock"));
    }

    /** Removes what a training that was broken off left. */
    void prepare(List<Program> programs) {
        try {
            for (Program program : programs) {
                Files.deleteIfExists(recorded(program));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + folder, e);
        }
    }

    private Path cache(Program program) {
        return folder.resolve(program.name() + ".aot");
    }

    private Path note(Program program) {
        return folder.resolve(program.name() + ".note");
    }

    private Path recorded(Program program) {
        return folder.resolve(program.name() + ".aot.new");
    }

    /** Behind the last option of the JVM, which is before the name of what it runs. */
    private static Program with(Program program, String... options) {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(classPathAt(command), List.of(options));
        return new Program(
                program.name(),
                command,
                program.environment(),
                program.folder(),
                program.log(),
                program.pidFile(),
                program.layer(),
                program.ready());
    }

    private static int classPathAt(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            if (command.get(i).equals("-jar") || command.get(i).equals("-cp")) {
                return i;
            }
        }
        throw new IllegalArgumentException("Neither -jar nor -cp is in " + command);
    }

    /** The JDK, the JVM's options, and every jar with its size and age. */
    private static String fingerprint(Program program) throws IOException {
        List<String> command = program.command();
        StringBuilder all = new StringBuilder();
        Path java = Path.of(command.getFirst());
        all.append(java).append('\n');
        add(all, java.resolveSibling(Path.of("..", "lib", "modules")).normalize());
        command.stream()
                .filter(argument -> argument.startsWith("-XX:"))
                .forEach(option -> all.append(option).append('\n'));
        Path jar = Path.of(command.get(classPathAt(command) + 1));
        add(all, jar);
        for (String other : classPath(jar).split(" ", -1)) {
            if (!other.isEmpty()) {
                add(all, jar.resolveSibling(other));
            }
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void add(StringBuilder all, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        all.append(file)
                .append(' ')
                .append(attributes.size())
                .append(' ')
                .append(attributes.lastModifiedTime().toMillis())
                .append('\n');
    }

    private static String classPath(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String path = manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
            return path == null ? "" : path;
        }
    }
}
