package io.engage.local.simulate;

/** A comment that is being written. */
final class Saying extends Actor {
    private final Watching watching;

    Saying(Watching watching) {
        this.watching = watching;
    }

    @Override
    Happening act() {
        return watching.isPresent() ? watching.broadcast().comment(watching, at()) : null;
    }
}
