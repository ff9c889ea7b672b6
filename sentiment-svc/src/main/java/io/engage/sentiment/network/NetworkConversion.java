package io.engage.sentiment.network;

import edu.stanford.nlp.sentiment.SentimentModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;

/**
 * Writes CoreNLP's serialized sentiment model as plain arrays. The build runs it; at run time nothing reads a serialized model but
 * the reference scorer.
 */
public final class NetworkConversion {
    private static final String UNKNOWN = "*UNK*";

    private NetworkConversion() {}

    /**
     * Converts, unless the file is newer than the model.
     *
     * @param arguments the serialized model, and the file to write
     */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        Path file = Path.of(arguments[1]);
        if (Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(model)) > 0) {
            return;
        }
        Files.createDirectories(file.getParent());
        SentimentModel trained = SentimentModel.loadSerialized(model.toString());
        NetworkFile.Content content = content(trained);
        try (OutputStream out = Files.newOutputStream(file)) {
            NetworkFile.write(out, content, content.words().keySet());
        }
    }

    static NetworkFile.Content content(SentimentModel model) {
        if (!model.op.simplifiedModel || !model.op.combineClassification || !model.op.useTensors) {
            throw new IllegalArgumentException(
                    "Only a model with one matrix, one tensor and one classification is understood");
        }
        List<String> words = new ArrayList<>(model.wordVectors.keySet());
        words.remove(UNKNOWN);
        words.addFirst(UNKNOWN);
        Map<String, Integer> indexes = new LinkedHashMap<>();
        words.forEach(word -> indexes.put(word, indexes.size()));
        List<SimpleMatrix> slices = new ArrayList<>();
        for (int i = 0; i < model.numHid; i++) {
            slices.add(model.getBinaryTensor("", "").getSlice(i));
        }
        return new NetworkFile.Content(
                model.numHid,
                model.numClasses,
                indexes,
                rows(words.stream().map(model.wordVectors::get).toList()),
                rows(List.of(model.getBinaryTransform("", ""))),
                rows(slices),
                rows(List.of(model.getUnaryClassification(""))));
    }

    private static double[] rows(List<SimpleMatrix> matrices) {
        double[] values = new double
                [matrices.stream().mapToInt(SimpleMatrix::getNumElements).sum()];
        int at = 0;
        for (SimpleMatrix matrix : matrices) {
            for (int row = 0; row < matrix.numRows(); row++) {
                for (int column = 0; column < matrix.numCols(); column++) {
                    values[at++] = matrix.get(row, column);
                }
            }
        }
        return values;
    }
}
