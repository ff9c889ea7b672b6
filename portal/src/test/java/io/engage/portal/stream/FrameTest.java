package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Promise: frames that were compressed apart from each other are one gzip stream in any order, readable as it comes. */
class FrameTest {
    @Property(tries = 100)
    void framesOneAfterTheOtherAreOneGzipStream(@ForAll @Size(max = 6) List<@StringLength(max = 100) String> texts)
            throws Exception {
        // Given
        List<Frame> frames = texts.stream()
                .map(text -> new Frame(Frame.event("change", text.repeat(text.length()))))
                .toList();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        wire.writeBytes(Frame.GZIP_START.getBytes());
        // When
        for (Frame frame : frames) {
            wire.writeBytes(frame.compressed().getBytes());
            expected.writeBytes(frame.plain().getBytes());
            // Then
            assertEquals(expected.toString(StandardCharsets.UTF_8), unpack(wire.toByteArray()));
        }
    }

    /** Unpacks up to where the stream is still open. */
    private static String unpack(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            for (int b = in.read(); ; b = in.read()) {
                out.write(b);
            }
        } catch (EOFException open) {
            return out.toString(StandardCharsets.UTF_8);
        }
    }
}
