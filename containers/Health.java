import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The health check of the images: ends with 0 when the service in the same container says that it is well, else with 1 and its
 * answer. It knows nothing but sockets, so that it starts at once, on a JVM as well as native, and images need no shell and no curl.
 */
final class Health {
    private static final int TIMEOUT_MS = 4_000;
    private static final String REQUEST = "GET /q/health HTTP/1.0\r\nHost: localhost\r\n\r\n";

    private Health() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("--trial")) {
            trial();
            return;
        }
        System.exit(isWell(Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"))) ? 0 : 1);
    }

    private static boolean isWell(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean well = answer.startsWith("HTTP/1.0 200 ") || answer.startsWith("HTTP/1.1 200 ");
            if (!well) {
                System.out.println(answer);
            }
            return well;
        } catch (IOException e) {
            System.out.println("It does not answer: " + e.getMessage());
            return false;
        }
    }

    /** Asks a server of its own once: what an AOT cache is made of. */
    private static void trial() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket socket = server.accept();
                        InputStream in = socket.getInputStream()) {
                    in.readNBytes(REQUEST.length());
                    socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    System.out.println("The trial failed: " + e.getMessage());
                }
            });
            if (!isWell(server.getLocalPort())) {
                throw new IOException("The trial failed");
            }
        }
    }
}
