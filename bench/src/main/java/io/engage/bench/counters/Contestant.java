package io.engage.bench.counters;

import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.site.Site;

/** One that drains the topics of views and reactions from their beginning, in a process of its own, with nothing left of an earlier run. */
interface Contestant {
    /** As in {@code --only}. */
    String label();

    /** What the table says of it beside its name. */
    String described();

    /** Runs it once. */
    Drained run(Site site, Loaded loaded) throws InterruptedException;
}
