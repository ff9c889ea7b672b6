package io.engage.terraform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An operator's connection to Redis, by TLS with the cluster's authority, as {@code redis-cli --tls --cacert} makes it. */
final class Redis implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;
    private final Path secrets;

    Redis(String address, Path secrets) throws IOException {
        this.secrets = secrets;
        socket =
                trusting(secrets.resolve("analytics/ca.crt")).getSocketFactory().createSocket(address, 6379);
        socket.setSoTimeout(5000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends a command without spaces in its words, and returns the first line of the answer. */
    String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return answers.readLine();
    }

    /** Sends a command that is answered by a text of several lines, and returns it. */
    String read(String command) throws IOException {
        String length = ask(command);
        if (!length.startsWith("$")) {
            throw new IOException(command + ": " + length);
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < Integer.parseInt(length.substring(1)) + 2) {
            text.append(answers.readLine()).append("\r\n");
        }
        return text.toString();
    }

    String authenticate() throws IOException {
        return ask("AUTH " + Files.readString(secrets.resolve("analytics/redis-password")));
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream certificate = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
