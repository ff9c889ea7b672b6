package io.engage.local.simulate;

import java.util.Objects;

/**
 * A city where simulated people live.
 *
 * @param continent {@code AF}, {@code AS}, {@code EU}, {@code NA}, {@code OC} or {@code SA}
 * @param thousands inhabitants in thousands, at least 1
 * @param latitude degrees, from -90 to 90
 * @param longitude degrees, from -180 to 180
 */
record City(String name, String country, String continent, int thousands, double latitude, double longitude) {
    City {
        Objects.requireNonNull(name);
        Objects.requireNonNull(country);
        Objects.requireNonNull(continent);
        if (thousands < 1 || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw new IllegalArgumentException("Not a city: " + name);
        }
    }
}
