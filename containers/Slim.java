import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the native libraries that are for other systems than this one out of jars: they are half of some images. */
final class Slim {
    private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dll|jnilib|dylib|a)");

    /** How libraries for this machine, with glibc, are named: by a folder or by a part of the file's name. */
    private static final Pattern HERE = switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" ->
            Pattern.compile(".*(linux/(amd64|x86_64|x86-64|x64)/|linux64\\.so|linux[-_](amd64|x86_64)\\.so).*", Pattern.CASE_INSENSITIVE);
        case "aarch64" ->
            Pattern.compile(".*(linux/(aarch64|arm64)/|linux[-_]aarch(64|_64)\\.so).*", Pattern.CASE_INSENSITIVE);
        default -> Pattern.compile(".*");
    };

    private Slim() {}

    public static void main(String[] jars) throws IOException {
        long saved = 0;
        for (String jar : jars) {
            saved += slim(Path.of(jar));
        }
        System.out.println("Took " + saved / 1_000_000 + " MB of libraries for other systems out of the jars");
    }

    private static long slim(Path jar) throws IOException {
        long before = Files.size(jar);
        List<Path> others;
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            try (Stream<Path> files = Files.walk(zip.getPath("/"))) {
                others = files.filter(file -> LIBRARY.matcher(file.toString()).matches())
                        .filter(file -> !HERE.matcher(file.toString()).matches())
                        .toList();
            }
            for (Path other : others) {
                Files.delete(other);
            }
        }
        return before - Files.size(jar);
    }
}
