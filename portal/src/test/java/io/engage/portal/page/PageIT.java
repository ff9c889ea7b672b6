package io.engage.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Promise: the page shows the live videos, and nothing that came with an event can become a part of it. */
@QuarkusTest
class PageIT extends PortalIT {
    @Test
    void theLiveVideosAreShown() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "1545", "title", "Final", "likes_10s", "36", "sentiment_60s", "2.9");
        // When
        await("/", page -> page.body().contains("Final"));
        String page = get("/").body();
        // Then
        assertTrue(page.contains("<a href=\"/api/videos/a\">Final</a>"), page);
        assertTrue(page.contains("<dd id=\"total\">1</dd>"), page);
        for (String cell : List.of("1545", "36", "2.9", "–")) {
            assertTrue(page.contains("<td class=\"number\">" + cell + "</td>"), page);
        }
    }

    @Test
    void hostileTextStaysText() {
        // Given
        String hostile = "</a><script>alert(1)</script>\"'&{#if}{inject:assets}";
        LiveVideos.write(redis, "\"><script>x", "viewers", "1", "title", hostile);
        LiveVideos.write(redis, "<b>no title</b>", "viewers", "1");
        // When
        await("/", page -> page.body().contains("alert(1)") && page.body().contains("no title"));
        String page = get("/").body();
        // Then
        assertFalse(page.contains("<script>"), page);
        assertFalse(page.contains("<b>"), page);
        assertTrue(
                page.contains("&lt;/a&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{#if}{inject:assets}"),
                page);
        assertTrue(page.contains("href=\"/api/videos/%22%3E%3Cscript%3Ex\""), page);
    }

    @Test
    void nothingForeignOrInlineCanRunOnThePage() {
        // When
        RawHttp.Answer page = get("/");
        // Then
        String policy = page.header("Content-Security-Policy");
        for (String rule : List.of(
                "default-src 'none'",
                "script-src 'self'",
                "worker-src 'self'",
                "style-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'")) {
            assertTrue(policy.contains(rule), policy);
        }
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", page.header("X-Content-Type-Options"));
        assertEquals("no-referrer", page.header("Referrer-Policy"));
        assertFalse(page.body().contains("style="), page.body());
        assertFalse(page.body().matches("(?s).*\\son[a-z]+=.*"), page.body());
        assertFalse(page.body().contains("//"), page.body());
    }

    @Test
    void whatThePageNeedsIsHereAndIsAskedForAgainOnlyWhenItIsNew() {
        // Given
        Matcher links = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(get("/").body());
        Set<String> assets = new TreeSet<>();
        while (links.find()) {
            assets.add(links.group(1));
        }
        assertTrue(assets.size() >= 3, assets.toString());
        for (String asset : assets) {
            // When
            RawHttp.Answer first = get(asset);
            RawHttp.Answer again = get(asset, "If-Modified-Since: " + first.header("Last-Modified"));
            // Then
            assertEquals(200, first.status(), asset);
            assertEquals("no-cache", first.header("Cache-Control"), first.head());
            assertEquals(304, again.status(), asset);
        }
        // The version stands in the path of what is vendored.
        RawHttp.Answer vendored = get("/assets/vendor/maplibre-gl-6.17.0/maplibre-gl.mjs");
        assertEquals(200, vendored.status());
        assertTrue(vendored.header("Cache-Control").contains("max-age="), vendored.head());
    }
}
