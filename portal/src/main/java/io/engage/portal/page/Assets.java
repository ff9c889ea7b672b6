package io.engage.portal.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses of scripts and styles. Each carries a digest of the content, so that browsers may keep a file for ever and
 * still get the new one after an upgrade.
 */
@ApplicationScoped
@Named("assets")
public class Assets {
    private static final int DIGITS = 12;

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /**
     * The address of a file.
     *
     * @param name its name under {@code META-INF/resources/assets}
     * @throws IllegalArgumentException when there is no such file
     */
    public String address(String name) {
        return addresses.computeIfAbsent(name, n -> "/assets/" + n + "?v=" + digest(n));
    }

    private static String digest(String name) {
        try (InputStream in = Thread.currentThread()
                .getContextClassLoader()
                .getResourceAsStream("META-INF/resources/assets/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no asset " + name);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
