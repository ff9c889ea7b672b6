package io.engage.local.supervise;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A watcher that keeps what it hears, one short line each. */
final class Recorder implements Watcher {
    final List<String> heard = new CopyOnWriteArrayList<>();

    long count(String line) {
        return heard.stream().filter(line::equals).count();
    }

    @Override
    public void starting(Program program) {
        heard.add("starting " + program.name());
    }

    @Override
    public void ready(Program program, Duration after) {
        heard.add("ready " + program.name());
    }

    @Override
    public void died(Program program, String how, Duration again) {
        heard.add("died " + program.name() + " " + how + ", again in " + again.toMillis() + " ms");
    }

    @Override
    public void trouble(Program program, String message) {
        heard.add("trouble " + program.name());
    }

    @Override
    public void ending() {
        heard.add("ending");
    }

    @Override
    public void ended(Program program, boolean killed) {
        heard.add((killed ? "killed " : "ended ") + program.name());
    }
}
