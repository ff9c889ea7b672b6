package io.engage.local.simulate;

import java.util.Locale;

/** The polarity of what somebody says. */
enum Mood {
    POSITIVE,
    NEUTRAL,
    NEGATIVE;

    /** The rule of the grammar that writes in this mood. */
    final String rule = name().toLowerCase(Locale.ROOT);
}
