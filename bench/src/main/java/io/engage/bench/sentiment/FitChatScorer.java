package io.engage.bench.sentiment;

import io.engage.sentiment.lexicon.Lexicon;
import io.engage.sentiment.network.NetworkFile;
import io.engage.sentiment.scoring.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fits the weights of the chat scorer's clues by ridge regression on a part of the rated tweets, the strength of the ridge chosen
 * by cross-validation, and writes them into the file that is given.
 */
@SuppressWarnings("EnumOrdinal") // the columns of the clues
public final class FitChatScorer {
    private static final int FOLDS = 10;

    private FitChatScorer() {}

    /** A text's clues and its rating. */
    private record Row(double[] clues, RatedText text) {
        /** More for texts whose rating is near the border between two classes: there an error decides the class. */
        double weight() {
            return 1 / (2 + Math.min(Math.abs(text.rating() - 0.5), Math.abs(text.rating() + 0.5)));
        }
    }

    /** @param arguments the file to write: {@code chat-weights.properties} of the chat scorer */
    public static void main(String[] arguments) throws IOException {
        Evidence evidence = new Evidence(NetworkFile.load(), Lexicon.load());
        List<Row> rows = new ArrayList<>();
        int without = 0;
        for (RatedText text : RatedText.forFitting()) {
            double[] clues = evidence.clues(text.text());
            if (clues == null) {
                without++;
            } else {
                rows.add(new Row(clues, text));
            }
        }
        System.out.printf(Locale.ROOT, "%d texts, %d without evidence%n", rows.size(), without);
        double best = Double.POSITIVE_INFINITY;
        double ridge = 0;
        for (double candidate : new double[] {0.1, 1, 3, 10, 30, 100}) {
            double error = crossValidated(rows, candidate);
            if (error < best) {
                best = error;
                ridge = candidate;
            }
        }
        double[] weights = fit(rows, ridge);
        StringBuilder file = new StringBuilder("# Written by io.engage.bench.sentiment.FitChatScorer: ridge ")
                .append(ridge)
                .append(", ")
                .append(rows.size())
                .append(" rated tweets. The rating from -4 to +4 is the sum of clue times weight.\n");
        for (Evidence.Clue clue : Evidence.Clue.values()) {
            file.append(String.format(Locale.ROOT, "%s=%.4f%n", clue, weights[clue.ordinal()]));
        }
        Files.writeString(Path.of(arguments[0]), file);
    }

    private static double crossValidated(List<Row> rows, double ridge) {
        double[] predicted = new double[rows.size()];
        double error = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Row> rest = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (i % FOLDS != fold) {
                    rest.add(rows.get(i));
                }
            }
            double[] weights = fit(rest, ridge);
            for (int i = fold; i < rows.size(); i += FOLDS) {
                predicted[i] = times(rows.get(i).clues(), weights);
                error += Math.pow(predicted[i] - rows.get(i).text().rating(), 2);
            }
        }
        List<RatedText> texts = rows.stream().map(Row::text).toList();
        int[] at = {0};
        System.out.printf(
                Locale.ROOT,
                "ridge %5.1f  cross-validated error %.4f  %s%n",
                ridge,
                Math.sqrt(error / rows.size()),
                Agreement.of(texts, text -> predicted[at[0]++]));
        return error;
    }

    /** Solves (XᵀVX + ridge·I)·w = XᵀVy, V being the weights of the texts. */
    private static double[] fit(List<Row> rows, double ridge) {
        int n = Evidence.Clue.values().length;
        double[][] a = new double[n][n + 1];
        for (Row row : rows) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    a[i][j] += row.weight() * row.clues()[i] * row.clues()[j];
                }
                a[i][n] += row.weight() * row.clues()[i] * row.text().rating();
            }
        }
        for (int i = 0; i < n; i++) {
            a[i][i] += ridge;
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                if (k != i) {
                    double factor = a[k][i] / a[i][i];
                    for (int j = i; j <= n; j++) {
                        a[k][j] -= factor * a[i][j];
                    }
                }
            }
        }
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = a[i][n] / a[i][i];
        }
        return weights;
    }

    private static double times(double[] clues, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += clues[i] * weights[i];
        }
        return sum;
    }
}
