package peers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * The true final totals per video, read from the file that the load was written with: a line with the events of both topics, a heading, then a
 * video a line with its totals, parted by tabs.
 */
public final class Oracle {
    /** Order of a video's totals in the file. */
    private static final String[] FIELDS = {Figures.VIEWS, Figures.OPEN, Figures.LIKES, Figures.DISLIKES};

    private static final int AT_ONCE = 10_000;

    private final Map<String, long[]> totals = new TreeMap<>();
    private final long views;
    private final long reactions;

    private Oracle(long views, long reactions) {
        this.views = views;
        this.reactions = reactions;
    }

    public static Oracle read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] events = lines.get(0).split("\t");
        Oracle oracle = new Oracle(Long.parseLong(events[1]), Long.parseLong(events[2]));
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split("\t");
            long[] t = new long[FIELDS.length];
            for (int i = 0; i < FIELDS.length; i++) {
                t[i] = Long.parseLong(cells[i + 1]);
            }
            oracle.totals.put(cells[0], t);
        }
        return oracle;
    }

    public long events() {
        return views + reactions;
    }

    public long reactions() {
        return reactions;
    }

    /** How many videos have other totals in Redis than in truth. */
    private int differences(String redisUrl) {
        int wrong = 0;
        try (Jedis jedis = new Jedis(URI.create(redisUrl))) {
            List<Map.Entry<String, long[]>> all = new ArrayList<>(totals.entrySet());
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Map.Entry<String, long[]>> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                List<Response<List<String>>> answers = new ArrayList<>();
                Pipeline pipeline = jedis.pipelined();
                some.forEach(video -> answers.add(pipeline.hmget(RedisFigures.key(video.getKey()), FIELDS)));
                pipeline.sync();
                for (int i = 0; i < some.size(); i++) {
                    wrong += matches(some.get(i).getValue(), answers.get(i).get()) ? 0 : 1;
                }
            }
        }
        return wrong;
    }

    private static boolean matches(long[] expected, List<String> found) {
        for (int i = 0; i < expected.length; i++) {
            String text = found.get(i);
            if ((text == null ? 0 : Long.parseLong(text)) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Waits up to {@code seconds} for Redis to hold the true totals, then prints the meter's result. */
    public void verify(Meter meter, String redisUrl, long seconds) throws InterruptedException {
        int wrong = differences(redisUrl);
        while (wrong > 0 && meter.sinceEnd() < seconds) {
            Thread.sleep(50);
            wrong = differences(redisUrl);
        }
        meter.print(wrong == 0 ? "yes" : "no: " + wrong + " of " + totals.size() + " videos differ", meter.sinceEnd());
    }
}
