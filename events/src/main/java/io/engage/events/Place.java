package io.engage.events;

/**
 * A place on the globe.
 *
 * @param latitude degrees, from -90 to 90
 * @param longitude degrees, from -180 to 180
 */
public record Place(double latitude, double longitude) {
    static final int MAX_LATITUDE = 90;
    static final int MAX_LONGITUDE = 180;

    public Place {
        if (!isLatitude(latitude)) {
            throw new IllegalArgumentException("latitude must be from -90 to 90 degrees, not " + latitude);
        }
        if (!isLongitude(longitude)) {
            throw new IllegalArgumentException("longitude must be from -180 to 180 degrees, not " + longitude);
        }
    }

    static boolean isLatitude(double degrees) {
        return Math.abs(degrees) <= MAX_LATITUDE;
    }

    static boolean isLongitude(double degrees) {
        return Math.abs(degrees) <= MAX_LONGITUDE;
    }
}
