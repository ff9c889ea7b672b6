package io.engage.bench.counters;

import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.site.Site;

/** The limit in one of its two forms. */
record LimitContestant(String label, String described) implements Contestant {
    private static final long ENOUGH_EVENTS = 16_000_000;

    @Override
    public Drained run(Site site, Loaded loaded) throws InterruptedException {
        long events = loaded.truth().events();
        return Program.run(
                site,
                label,
                Site.java(
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Limit.class.getName(),
                        label,
                        site.kafka(),
                        Long.toString(events),
                        Long.toString(loaded.records()),
                        Long.toString(Math.max(1, ENOUGH_EVENTS / events))));
    }
}
