package io.engage.figures.viewers;

import java.time.Duration;

/**
 * When sessions and videos end by themselves. All are counted by arrival: what matters is when something was last heard, and
 * the clocks of viewers' devices may be wrong.
 *
 * @param heartbeatSilence after the last sign of life of a session that ever sent a heartbeat, it is closed
 * @param playSilence after the play of any other session, it is closed
 * @param leaveWait how long a leave waits for the play it overtook
 * @param videoSilence a video without any event for so long ends by itself
 * @param retention how long the state of an ended video is kept
 */
public record SessionRules(
        Duration heartbeatSilence,
        Duration playSilence,
        Duration leaveWait,
        Duration videoSilence,
        Duration retention) {

    /** 45 s, 4 h, 30 s, 4 h and 24 h. */
    public static final SessionRules DEFAULT = new SessionRules(
            Duration.ofSeconds(45),
            Duration.ofHours(4),
            Duration.ofSeconds(30),
            Duration.ofHours(4),
            Duration.ofHours(24));

    public SessionRules {
        for (Duration d : new Duration[] {heartbeatSilence, playSilence, leaveWait, videoSilence, retention}) {
            if (d.isNegative() || d.isZero()) {
                throw new IllegalArgumentException("Every duration of the session rules must be positive, not " + d);
            }
        }
    }
}
