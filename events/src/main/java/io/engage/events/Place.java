package io.engage.events;

/**
 * A place on the globe.
 *
 * @param latitude degrees, from -90 to 90
 * @param longitude degrees, from -180 to 180
 */
public record Place(double latitude, double longitude) {
    public Place {
        if (!isLatitude(latitude)) {
            throw new IllegalArgumentException("latitude must be from -90 to 90 degrees, not " + latitude);
        }
        if (!isLongitude(longitude)) {
            throw new IllegalArgumentException("longitude must be from -180 to 180 degrees, not " + longitude);
        }
    }

    static boolean isLatitude(double degrees) {
        return degrees >= -90 && degrees <= 90;
    }

    static boolean isLongitude(double degrees) {
        return degrees >= -180 && degrees <= 180;
    }
}
