package io.engage.sentiment.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A network as a file of plain arrays: the mark {@code ENGN}, the hidden size, the number of classes and of words as ints, the
 * words as {@link DataOutputStream#writeUTF}, then as big-endian doubles the words' vectors, the transformation, the tensor slice by slice, and the
 * classification, each row by row. The first word is the one for all unknown words.
 */
public final class NetworkFile {
    private static final int MARK = 0x454E474E;
    private static final String RESOURCE = "sentiment.network";

    private NetworkFile() {}

    /** What the file holds; see {@link Network} for the shapes. */
    @SuppressWarnings("ArrayRecordComponent") // a mere passage from file to network; never compared
    record Content(
            int hidden,
            int classes,
            Map<String, Integer> words,
            double[] vectors,
            double[] transform,
            double[] tensor,
            double[] classification) {
        Content {
            int side = 2 * hidden;
            check("vectors", vectors, words.size() * hidden);
            check("transform", transform, hidden * (side + 1));
            check("tensor", tensor, hidden * side * side);
            check("classification", classification, classes * (hidden + 1));
        }

        private static void check(String name, double[] values, int expected) {
            if (values.length != expected) {
                throw new IllegalArgumentException(name + " has " + values.length + " numbers instead of " + expected);
            }
        }
    }

    /** The network that the build has packed. */
    public static Network load() {
        try (InputStream in = NetworkFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The sentiment network is not packed: build sentiment-svc with Maven, which unpacks and converts it");
            }
            return new Network(read(in));
        } catch (IOException e) {
            throw new UncheckedIOException("The packed sentiment network cannot be read", e);
        }
    }

    static Content read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        if (in.readInt() != MARK) {
            throw new IOException("Not a file of a sentiment network");
        }
        int hidden = in.readInt();
        int classes = in.readInt();
        int count = in.readInt();
        Map<String, Integer> words = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            words.put(in.readUTF(), i);
        }
        int side = 2 * hidden;
        return new Content(
                hidden,
                classes,
                words,
                doubles(in, count * hidden),
                doubles(in, hidden * (side + 1)),
                doubles(in, hidden * side * side),
                doubles(in, classes * (hidden + 1)));
    }

    /** @param words in the order of their vectors */
    static void write(OutputStream stream, Content content, Iterable<String> words) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(MARK);
        out.writeInt(content.hidden());
        out.writeInt(content.classes());
        out.writeInt(content.words().size());
        for (String word : words) {
            out.writeUTF(word);
        }
        for (double[] values :
                new double[][] {content.vectors(), content.transform(), content.tensor(), content.classification()}) {
            for (double value : values) {
                out.writeDouble(value);
            }
        }
        out.flush();
    }

    private static double[] doubles(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count * Double.BYTES];
        in.readFully(bytes);
        DoubleBuffer buffer = ByteBuffer.wrap(bytes).asDoubleBuffer();
        double[] values = new double[count];
        buffer.get(values);
        return values;
    }
}
