package io.engage.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.engage.local.RunningSystem.broadcast;
import static io.engage.local.RunningSystem.event;
import static io.engage.local.RunningSystem.eventually;
import static io.engage.local.RunningSystem.portal;
import static io.engage.local.RunningSystem.redis;
import static io.engage.local.RunningSystem.send;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of the live videos, in a real browser on the real running system. */
@ExtendWith(RunningSystem.class)
class MapPageIT {
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

    /** The middle of the squares that are drawn strongly, how many px they cover, and the colour in the middle. */
    private static final String SQUARE = """
            () => {
              const canvas = document.querySelector("canvas.squares");
              const { width, height } = canvas;
              const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
              let n = 0, x = 0, y = 0;
              for (let i = 3, p = 0; i < data.length; i += 4, p++) {
                if (data[i] > 150) { n++; x += p % width; y += Math.floor(p / width); }
              }
              if (n === 0) return null;
              x = Math.round(x / n); y = Math.round(y / n);
              const at = 4 * (y * width + x);
              const box = canvas.getBoundingClientRect();
              return { area: n, x: box.x + x, y: box.y + y, colour: [...data.slice(at, at + 3)].join() };
            }""";

    /** What people do not notice yet. */
    private static final int LONGEST_TASK_MS = 100;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private BrowserContext visitor;

    @BeforeAll
    static void patience() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    }

    @BeforeEach
    void visit() {
        visitor = RunningSystem.visitor(new Browser.NewContextOptions().setViewportSize(1280, 800));
        watch(visitor);
    }

    /** Promise of every test: nothing is asked of another host, nothing breaks, and the policy forbids nothing that the page does. */
    @AfterEach
    void leave() {
        visitor.close();
        assertEquals(
                List.of(),
                requests.stream()
                        .filter(address -> !address.startsWith("blob:")
                                && !"127.0.0.1".equals(URI.create(address).getHost()))
                        .toList());
        assertEquals(List.of(), List.copyOf(troubles));
    }

    private void watch(BrowserContext context) {
        context.onRequest(request -> requests.add(request.url()));
        context.onWebError(error -> troubles.add(error.error()));
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                troubles.add(message.text());
            }
        });
    }

    private Page open(String path) {
        Page page = visitor.newPage();
        page.navigate(portal() + path);
        return page;
    }

    /** Opens the map for somebody who likes no motion: squares have their size at once, however long a frame takes. */
    private Page openMap(String path) {
        Page page = visitor.newPage();
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.navigate(portal() + path);
        page.waitForSelector("body.mapped");
        return page;
    }

    /** Leaves only these videos strong on the map, and waits until one of them is drawn. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> findSquare(Page page, String text) {
        page.fill("#search", text);
        assertThat(page.locator("#list-title")).hasText("1 found");
        // What was found is drawn with the next frame.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        eventually(page, "(" + SQUARE + ")()?.area > 4");
        // What has come to rest is the same in two looks.
        List<Object> looks = new ArrayList<>();
        await().pollInSameThread()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    looks.add(page.evaluate(SQUARE));
                    int n = looks.size();
                    return n > 1 && looks.get(n - 1) != null && looks.get(n - 1).equals(looks.get(n - 2));
                });
        return (Map<String, Object>) looks.getLast();
    }

    private static double number(Map<String, Object> square, String name) {
        return ((Number) square.get(name)).doubleValue();
    }

    /** Promise: a square at the broadcaster's place, its area in proportion to the viewers, grows while people come. */
    @Test
    void areasAreInProportionToViewers() {
        // Given
        broadcast("area-small", "Areasmall", 48.8, 2.3, 8);
        broadcast("area-large", "Arealarge", -33.9, 18.4, 72);
        Page page = openMap("/");
        page.fill("#search", "areasmall");
        assertThat(page.locator("#list")).containsText("Areasmall8");
        page.fill("#search", "arealarge");
        assertThat(page.locator("#list")).containsText("Arealarge72");
        // When
        Map<String, Object> small = findSquare(page, "areasmall");
        Map<String, Object> large = findSquare(page, "arealarge");
        // Then
        assertEquals(9, number(large, "area") / number(small, "area"), 2.5, () -> small + " " + large);
        assertTrue(number(small, "y") < number(large, "y"), "Paris lies north of Cape Town");
        // When
        broadcast("area-small", "Areasmall", 48.8, 2.3, 40);
        // Then
        findSquare(page, "areasmall");
        eventually(page, "(" + SQUARE + ")()?.area > " + 3 * number(small, "area"));
    }

    /** Promise: the reader chooses what the colour tells; square, legend and list follow. */
    @Test
    void coloursFollowTheChoice() {
        // Given
        broadcast("tone", "Tonevideo", 10, 20, 30);
        Page page = openMap("/");
        page.fill("#search", "tonevideo");
        assertThat(page.locator("#list")).containsText("Tonevideo");
        Object none = findSquare(page, "tonevideo").get("colour");
        // When
        // They are to be seen for ten seconds only: again, where the machine pauses for as long.
        await().pollInSameThread()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            send(event("like", "tone", "fan"));
                            return page.evaluate("colour => (" + SQUARE + ")()?.colour !== colour", none);
                        },
                        Boolean.TRUE::equals);
        // Then
        assertThat(page.locator("#legend-title")).hasText("Likes in the last 10 s");
        assertThat(page.locator("#colours li").nth(2)).hasText("3–9");
        // When
        page.locator("#measures label", new Page.LocatorOptions().setHasText("Dislikes"))
                .click();
        // Then
        assertThat(page.locator("#legend-title")).hasText("Dislikes in the last 10 s");
        eventually(page, "colour => (" + SQUARE + ")()?.colour === colour", none);
        // When
        page.locator("#measures label", new Page.LocatorOptions().setHasText("Mood"))
                .click();
        // Then
        assertThat(page.locator("#legend-title")).containsText("Mood");
        assertThat(page.locator("#colours li").last()).hasText("not yet");
    }

    /** Promise: a click opens the panel with the figures, they go on, its address can be shared, Escape closes it. */
    @Test
    void clickOpensThePanel() {
        // Given
        broadcast("panel/ü..", "Panelvideo", 0, 100, 12);
        Page page = openMap("/");
        Map<String, Object> square = findSquare(page, "panelvideo");
        // When
        page.mouse().click(number(square, "x"), number(square, "y"));
        // Then
        Locator panel = page.locator("#panel");
        assertThat(panel.locator("h2")).hasText("Panelvideo");
        assertThat(panel.locator("[data-part=viewers]")).hasText("12");
        assertThat(panel.locator("[data-part=views]")).hasText("12");
        assertThat(panel.locator("[data-part=peak]")).hasText("peak 12");
        assertThat(panel.locator("[data-part=likes]")).hasText("0");
        assertThat(panel.locator("[data-part=words]")).hasText("Nobody has said anything yet.");
        assertThat(panel.locator("[data-part=moodValue]")).hasText("no mood yet");
        assertThat(panel.locator("[data-part=comments]")).hasText("Nobody has said anything yet.");
        // When
        send(event("dislike", "panel/ü..", "critic"));
        // Then
        assertThat(panel.locator("[data-part=dislikesTotal]")).hasText("1 in all");
        // When
        Page shared = visitor.newPage();
        shared.navigate(page.url());
        // Then
        assertThat(shared.locator("#panel h2")).hasText("Panelvideo");
        assertThat(shared.locator("#panel [data-part=viewers]")).hasText("12");
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(panel).isHidden();
        assertFalse(page.url().contains("#"));
    }

    /** Promise: words as bars, mood with its margin and the newest comments with theirs follow what people say, by themselves. */
    @Test
    void showsWhatPeopleSay() {
        // Given
        broadcast("talk", "Talkvideo", 40, -100, 3);
        Page page = open("/#video=talk");
        Locator words = page.locator("[data-part=words] li");
        Locator value = page.locator("[data-part=moodValue]");
        Locator comments = page.locator("[data-part=comments] li");
        assertThat(words).hasText("Nobody has said anything yet.");
        // When
        send(event("comment", "talk", "ann").put("comment", "строка"));
        // Then
        assertThat(words).hasText("строка1");
        assertThat(value).hasText("no mood yet");
        assertThat(page.locator("[data-part=moodNote]")).hasText("No comment of the last minute shows a mood.");
        assertThat(comments).hasText("строка");
        // When
        for (int i = 0; i < 4; i++) {
            send(event("comment", "talk", "fan-" + i).put("comment", "great keeper"));
        }
        // Then
        assertThat(words).hasText(new String[] {"great4", "keeper4", "строка1"});
        assertThat(value).hasText(Pattern.compile("(2\\.[5-9]|3\\.[0-9]) of 4"));
        assertThat(page.locator("[data-part=moodNote]")).hasText("± 0.00 from 4 comments");
        assertThat(comments.first()).hasText(Pattern.compile("great keeper(2|3)\\.[0-9]"));
        assertEquals(
                4.0,
                ((Number)
                                page.evaluate(
                                        "() => { const [first, , last] = document.querySelectorAll('.words .bar');"
                                                + " return first.style.inlineSize.slice(0, -1) / last.style.inlineSize.slice(0, -1); }"))
                        .doubleValue());
        assertThat(page.locator("[data-part=needle]")).isVisible();
        // When
        send(event("comment", "talk", "bob").put("comment", "terrible, I hate it"));
        // Then
        assertThat(comments.first()).hasText(Pattern.compile("terrible, I hate it[01]\\.[0-9]"));
        assertThat(value).hasText(Pattern.compile("(1\\.[0-9]|2\\.[0-4]) of 4"));
    }

    /** Promise: where only a part of the comments was scored, the mood says how sure it is. */
    @Test
    void showsTheMarginOfASample() {
        // Given
        broadcast("sampled", "Sampledvideo", 40, -100, 3);
        says("sampled", "[[\"goal\",36],[\"keeper\",9]]", "What a goal!");
        // When
        Page page = open("/#video=sampled");
        // Then
        assertThat(page.locator("[data-part=moodValue]")).hasText("2.9 of 4");
        assertThat(page.locator("[data-part=moodNote]")).hasText("± 0.21 from 40 comments");
        assertEquals("10.5%", page.locator("[data-part=band]").evaluate("band => band.style.inlineSize"));
        // When
        redis().send(List.of(
                List.of("HSET", "video:sampled", "sentiment_rate", "0.12"),
                List.of("PUBLISH", "video:sampled", "{\"sentiment_rate\":0.12}")));
        // Then
        assertThat(page.locator("[data-part=moodNote]")).hasText("± 0.21 from 40 comments, a sample of 12 %");
    }

    /** Promise: a video that people only talk about, and so is on no list, is found by its id. */
    @Test
    void opensWhatIsOnNoList() {
        // Given
        Page page = openMap("/");
        send(event("comment", "only/talk ü", "ann").put("comment", "hello goal"));
        // When
        page.fill("#search", "only/talk ü");
        page.locator("#by-id a").click();
        // Then
        assertThat(page.locator("#panel h2")).hasText("only/talk ü");
        assertThat(page.locator("[data-part=status]")).hasText("Nothing but comments so far");
        assertThat(page.locator("[data-part=commentCount]")).hasText("1 in a minute, 1 in all");
    }

    private static void says(String video, String words, String comment) {
        redis().send(List.of(
                List.of("LPUSH", "comments:" + video, "{\"comment\":" + quoted(comment) + ",\"score\":3.2}"),
                List.of(
                        "HSET",
                        "video:" + video,
                        "words_60s",
                        words,
                        "sentiment_60s",
                        "2.9",
                        "sentiment_margin",
                        "0.21",
                        "sentiment_sample",
                        "40",
                        "comments_as_of",
                        Long.toString(System.currentTimeMillis()))));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Promise: whatever stands in a title, a word or a comment is text. */
    @Test
    void hostileTextIsText() {
        // Given
        String title = "<img src=x onerror=\"window.hacked=1\"></title><script>window.hacked=2</script>'\"&amp;";
        String comment = "<svg onload=window.hacked=3><a href=javascript:alert(1)>x</a>";
        String id = "<b>hostile</b>\"'{}";
        broadcast(id, title, 60, 60, 5);
        says(id, "[[\"<i>word</i>\",3]]", comment);
        // When
        Page page = openMap("/?view=table");
        page.fill("#search", "hostile");
        Locator row = page.locator("#videos a", new Page.LocatorOptions().setHasText("onerror"));
        assertThat(row).hasText(title);
        row.click();
        // Then
        assertThat(page.locator("#panel h2")).hasText(title);
        assertThat(page.locator("[data-part=id]")).hasText(id);
        assertThat(page.locator("[data-part=comments] li").first()).containsText(comment);
        assertThat(page.locator("[data-part=words] .word")).hasText("<i>word</i>");
        assertEquals(
                0,
                page.locator("#panel img, #panel script, #panel i, table img, #list img")
                        .count());
        assertEquals(true, page.evaluate("window.hacked === undefined"));
        // And as the server writes it
        String html = visitor.request().get(portal() + "/").text();
        assertFalse(html.contains("<img src=x"), html);
    }

    /** Promise: the page's policy allows nothing inline and nothing from elsewhere. */
    @Test
    void policyIsStrict() {
        // When
        Page page = visitor.newPage();
        Response answer = page.navigate(portal() + "/");
        page.waitForSelector("body.mapped");
        // Then
        String policy = answer.headerValue("content-security-policy");
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertFalse(
                policy.contains("unsafe")
                        || policy.contains("blob:")
                        || policy.contains("data:")
                        || policy.contains("http"),
                policy);
    }

    /** Promise: the table has the same data, sorts by each column, and is worked by keyboard alone. */
    @Test
    void tableSortsAndOpensByKeyboard() {
        // Given
        broadcast("row-a", "Rowvideo A", 1, 1, 3);
        broadcast("row-b", "Rowvideo B", 2, 2, 5);
        Page page = open("/");
        page.click("#view-table");
        page.fill("#search", "rowvideo");
        Locator rows = page.locator("#videos tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("Rowvideo B");
        assertThat(rows.first().locator("td").first()).hasText("5");
        // When
        page.locator("th[data-column=viewers] button").focus();
        page.keyboard().press("Enter");
        // Then
        assertThat(page.locator("th[data-column=viewers]")).hasAttribute("aria-sort", "ascending");
        assertThat(rows.first()).containsText("Rowvideo A");
        // When
        page.locator("th[data-column=name] button").focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");
        // Then
        assertThat(page.locator("th[data-column=name]")).hasAttribute("aria-sort", "descending");
        assertThat(rows.first()).containsText("Rowvideo B");
        // When
        rows.first().locator("a").focus();
        page.keyboard().press("Enter");
        // Then
        assertThat(page.locator("#panel h2")).hasText("Rowvideo B");
        assertThat(page.locator("#panel h2")).isFocused();
    }

    /** Promise: on the map too, Enter opens the video at the cross that the keyboard shows. */
    @Test
    void enterOpensTheVideoAtTheCross() {
        // Given
        Page page = openMap("/");
        double middle = ((Number) page.evaluate("() => { const aside = document.getElementById('side').offsetWidth;"
                        + " return 12 + (aside / 2 / (innerWidth - aside)) * 360; }"))
                .doubleValue();
        broadcast("cross", "Crossvideo", 20, middle, 40);
        page.fill("#search", "crossvideo");
        assertThat(page.locator("#list")).containsText("Crossvideo");
        // When
        page.locator("#map-canvas canvas").first().focus();
        page.keyboard().press("+");
        page.keyboard().press("-");
        assertThat(page.locator("#tip strong")).hasText("Crossvideo");
        page.keyboard().press("Enter");
        // Then
        assertThat(page.locator("#panel h2")).hasText("Crossvideo");
    }

    /** Promise: dark where the system is dark, and as the reader says where they say so, also after a reload. */
    @Test
    void darkFollowsTheSystemAndTheReader() {
        try (BrowserContext night =
                RunningSystem.visitor(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            watch(night);
            // When
            Page page = night.newPage();
            page.navigate(portal() + "/");
            // Then
            Object dark = page.evaluate("getComputedStyle(document.body).backgroundColor");
            assertEquals("rgb(11, 16, 23)", dark);
            // When
            page.click("#theme");
            // Then
            eventually(page, "getComputedStyle(document.body).backgroundColor === 'rgb(244, 247, 250)'");
            // When
            page.reload();
            // Then
            eventually(page, "getComputedStyle(document.body).backgroundColor === 'rgb(244, 247, 250)'");
        }
    }

    /** Promise: on a phone nothing is cut off and the panel comes from below. */
    @Test
    void fitsAPhone() {
        broadcast("phone", "Phonevideo with a rather long title that has to break somewhere", 52, 13, 4);
        try (BrowserContext phone = RunningSystem.visitor(new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setHasTouch(true)
                .setIsMobile(true))) {
            watch(phone);
            // When
            Page page = phone.newPage();
            page.navigate(portal() + "/#video=phone");
            // Then
            assertThat(page.locator("[data-part=viewers]")).hasText("4");
            assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
            assertEquals(
                    true,
                    page.evaluate("document.getElementById('side').getBoundingClientRect().top > innerHeight / 4"));
            // When
            page.click("#close");
            page.click("#view-table");
            // Then
            assertThat(page.locator("#videos tr").first()).isVisible();
            assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
        }
    }

    /** Promise: the page says that the connection is lost and that it is back, and goes on by itself. */
    @Test
    void saysThatTheConnectionIsLostAndBack() {
        // Given
        broadcast("lost", "Lostvideo", -20, -60, 2);
        Page page = visitor.newPage();
        page.addInitScript(
                "window.said = []; addEventListener('DOMContentLoaded', () => new MutationObserver(() =>"
                        + " window.said.push(document.getElementById('notice').textContent))"
                        + ".observe(document.getElementById('notice'), { childList: true, characterData: true, subtree: true }));");
        page.navigate(portal() + "/#video=lost");
        assertThat(page.locator("#state-text")).hasText("Live");
        assertThat(page.locator("[data-part=viewers]")).hasText("2");
        // When
        RunningSystem.launch().kill("portal");
        // Then
        eventually(page, "window.said.some((text) => text.startsWith('The connection is lost'))");
        // When
        RunningSystem.launch().awaitReady("portal");
        // Then
        eventually(page, "window.said.some((text) => text === 'The connection is back.')");
        assertThat(page.locator("#state-text")).hasText("Live");
        send(event("play", "lost", "newcomer"));
        assertThat(page.locator("[data-part=viewers]")).hasText("3");
    }

    /** Promise: where streams do not get through, the figures are read every ten seconds, and the page says so. */
    @Test
    void readsEveryTenSecondsWithoutStreams() {
        // Given
        broadcast("poll", "Pollvideo", 30, 30, 1);
        visitor.route(Pattern.compile(".*/api/stream.*"), route -> route.abort());
        // When
        Page page = open("/?view=table");
        page.fill("#search", "pollvideo");
        // Then
        assertThat(page.locator("#state-text")).containsText("Every 10 s", PATIENTLY);
        Locator viewers = page.locator("#videos tr").first().locator("td").first();
        assertThat(viewers).hasText("1");
        // When
        send(event("play", "poll", "another"));
        // Then
        assertThat(viewers).containsText("2", PATIENTLY);
    }

    /**
     * Promise: with 5,000 live videos that all change, no task on the page's main thread takes longer than 100 ms once the map
     * stands. Whatever else keeps this machine busy counts as well, so that the best of some rounds is taken.
     */
    @Test
    void fiveThousandVideosKeepThePageQuick() {
        int videos = 5_000;
        try {
            // Given
            writeMany(videos, 0);
            Page page = visitor.newPage();
            page.addInitScript(
                    "window.tasks = []; new PerformanceObserver((list) =>"
                            + " window.tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });");
            page.navigate(portal() + "/");
            page.waitForSelector("body.mapped");
            eventually(page, "parseInt(document.getElementById('total').textContent.replace(',', '')) >= 5000");
            List<Double> longest = new ArrayList<>();
            // When
            do {
                page.evaluate("window.tasks = []");
                for (int second = 0; second < 3; second++) {
                    int likes = 3 * longest.size() + second + 1;
                    writeMany(videos, likes);
                    eventually(
                            page,
                            "least => parseInt(document.getElementById('likes').textContent.replaceAll(',', '')) >= least",
                            likes * videos);
                }
                longest.add(((Number) page.evaluate("Math.max(0, ...window.tasks)")).doubleValue());
            } while (longest.getLast() > LONGEST_TASK_MS && longest.size() < 8);
            // Then
            System.out.println("5,000 videos: the longest task of each round in ms (0: below 50): " + longest);
            assertTrue(longest.getLast() <= LONGEST_TASK_MS, () -> "The longest tasks in ms: " + longest);
        } finally {
            List<List<String>> commands = new ArrayList<>();
            for (int i = 0; i < videos; i++) {
                commands.add(List.of("DEL", "video:many-" + i));
                commands.add(List.of("ZREM", "videos:live", "many-" + i));
            }
            redis().send(commands);
        }
    }

    private static void writeMany(int videos, int likes) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < videos; i++) {
            int viewers = 1 + (i * 7919 + likes * 31) % 400 / (1 + i % 17);
            commands.add(List.of(
                    "HSET",
                    "video:many-" + i,
                    "status",
                    "live",
                    "title",
                    "One of many, " + i,
                    "latitude",
                    Integer.toString(i * 37 % 120 - 50),
                    "longitude",
                    Integer.toString(i * 101 % 360 - 180),
                    "viewers",
                    Integer.toString(viewers),
                    "likes_10s",
                    Integer.toString(likes),
                    "dislikes_10s",
                    Integer.toString(i % 9)));
            commands.add(List.of("ZADD", "videos:live", Integer.toString(viewers), "many-" + i));
        }
        redis().send(commands);
    }

    /** Promise: the title bar sums up what is live. */
    @Test
    void titleBarSumsUp() {
        // Given
        broadcast("sum", "Sumvideo", 5, 5, 2);
        // When
        Page page = open("/");
        // Then
        assertThat(page.locator("#state-text")).hasText("Live");
        assertThat(page.locator("#total")).hasText(Pattern.compile("[1-9][0-9,]*"));
        assertThat(page.locator("#viewers")).hasText(Pattern.compile("[1-9][0-9,]*"));
        assertThat(page.locator("#likes")).hasText(Pattern.compile("[0-9,]+"));
    }
}
