package io.engage.batch.recompute;

import static io.engage.batch.Rows.at;
import static io.engage.batch.Rows.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.RawArchive;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.TestSpark;
import io.engage.batch.archive.Archive;
import io.engage.batch.compact.Compact;
import io.engage.events.Topics;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Spark, read by DuckDB. */
class RecomputeIT {
    @TempDir
    private Path folder;

    private static Entry event(double arrival, String type, String user, String session, double second) {
        return new Entry(arrival, json(type + arrival, type, user, session, second));
    }

    private static Entry mood(double arrival, double slot, String sentiment) {
        return new Entry(
                arrival,
                ("{\"video_id\":\"V\",\"metric\":\"comments\",\"t\":" + at(slot)
                                + ",\"step\":10,\"comments\":1,\"sentiment\":" + sentiment + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Promise: totals, minutes and the mood of the archived points are there for any reader of Parquet, each as one file. */
    @Test
    void isThereForOthersToRead() throws Exception {
        // Given
        RawArchive raw = new RawArchive(folder);
        raw.add(
                new Source(Topics.VIEWS, 0),
                event(0.2, "start_video", "b", null, 0),
                event(1.2, "play", "A", "s", 1),
                event(2, "play", "B", null, 2),
                event(62, "leave", "A", "s", 62),
                event(90, "end_video", "b", null, 90));
        raw.add(
                new Source(Topics.REACTIONS, 0),
                event(3, "like", "A", null, 3),
                event(4, "dislike", "B", null, 4),
                event(61, "like", "B", null, 61));
        raw.add(new Source(Topics.COMMENTS, 0), event(5, "comment", "A", null, 5));
        raw.add(
                new Source(Topics.POINTS, 0),
                mood(10, 0, "1.0"),
                mood(11, 0, "3.0"),
                mood(20, 10, "2.0"),
                mood(30, 20, "null"));
        Archive archive = TestSpark.archive(folder);
        new Compact(TestSpark.get(), archive, line -> {}).run(Hour.FIRST, Hour.END, false);
        // When
        new Recompute(TestSpark.get(), archive, line -> {}).run();
        // Then: 60.8 s of A and 88 s of B
        assertEquals(
                List.of("V|2|2|2|148.8|74.4|74.4|2|1|1|" + at(0) + "|" + at(90)),
                duckdb("SELECT videoId, views, uniqueViewers, peakViewers, watchTotal, watchMean, watchMedian, likes,"
                        + " dislikes, comments, firstEvent, lastEvent"
                        + " FROM read_parquet('recomputed/videos.zstd.parquet')"));
        assertEquals(
                List.of(at(0) + "|2|1|1|1|2.5", at(60) + "|0|1|0|0|null"),
                duckdb("SELECT minute, viewers, likes, dislikes, comments, mood"
                        + " FROM read_parquet('recomputed/minutes.zstd.parquet') ORDER BY minute"));
        // Then: the queries of the documentation work
        for (String query : documented()) {
            duckdb(query);
        }
        assertEquals(List.of("V|2"), duckdb(documented().getFirst()));
        assertEquals(List.of("recomputed"), folders());
    }

    /** Promise: who has not compacted is told so. */
    @Test
    void saysWhatToDoFirst() throws Exception {
        // Given
        new RawArchive(folder).add(new Source(Topics.REACTIONS, 0), event(3, "like", "A", null, 3));
        // When
        Exception refused = assertThrows(
                FileNotFoundException.class,
                () -> new Recompute(TestSpark.get(), TestSpark.archive(folder), line -> {}).run());
        // Then
        assertEquals(
                "Nothing is compacted yet at "
                        + folder.toUri().toString().replace("///", "/").replaceAll("/$", "") + ": run compact first",
                refused.getMessage());
    }

    /** The folders that are not of the archive and not curated. */
    private List<String> folders() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("raw") && !name.equals("curated"))
                    .toList();
        }
    }

    private static List<String> documented() throws Exception {
        Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "batch.md")));
        List<String> queries = new ArrayList<>();
        while (blocks.find()) {
            queries.add(blocks.group(1));
        }
        return queries;
    }

    private List<String> duckdb(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET file_search_path='" + folder + "'");
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(result.getObject(i)));
                    }
                    rows.add(String.join("|", row));
                }
            }
        }
        return rows;
    }
}
