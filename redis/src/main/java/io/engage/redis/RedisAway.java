package io.engage.redis;

/** Redis could not be asked, refused, or did not answer in time: nobody knows what of the commands was done. */
public final class RedisAway extends Exception {
    private static final long serialVersionUID = 1;

    RedisAway(String reason, Throwable cause) {
        super(reason, cause);
    }
}
