package io.engage.local.door;

import java.io.Serial;

/** That events cannot be sent, for a reason that waiting does not help. The message is for people. */
public final class DoorException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DoorException(String message) {
        super(message);
    }
}
