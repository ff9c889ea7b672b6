package io.engage.local.simulate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The people who may take part: so many in each city as its size commands, everyone with a number from 1 on and a home
 * that never changes.
 */
final class World {
    /** How far from the middle of their city people live at most, in degrees. */
    static final double SPREAD = 0.15;

    private static final List<City> CITIES =
            Bundled.lines("cities.tsv").stream().map(World::city).toList();

    /** The first number of each city's people; one more entry than cities. */
    private final long[] first = new long[CITIES.size() + 1];

    private final Draw everywhere = new Draw(CITIES, allIndexes());
    private final Map<String, Draw> onContinent = new HashMap<>();

    /** @param people about how many live in it, at least as many as there are cities */
    World(long people) {
        double all = everywhere.total();
        first[0] = 1;
        for (int i = 0; i < CITIES.size(); i++) {
            first[i + 1] =
                    first[i] + Math.max(1, Math.round(people * (CITIES.get(i).thousands() / all)));
        }
        for (City city : CITIES) {
            onContinent.computeIfAbsent(
                    city.continent(),
                    continent -> new Draw(
                            CITIES,
                            Arrays.stream(allIndexes())
                                    .filter(i -> CITIES.get(i).continent().equals(continent))
                                    .toArray()));
        }
    }

    /** All cities. */
    static List<City> cities() {
        return CITIES;
    }

    /** Someone from anywhere: a city is as likely as it is large. */
    long anyone(Dice dice) {
        return someoneOf(everywhere.city(dice), dice);
    }

    /** Someone who watches the given person: mostly from the same continent. */
    long viewerOf(long person, Dice dice) {
        Draw cities =
                dice.chance(Habits.NEIGHBOURS) ? onContinent.get(home(person).continent()) : everywhere;
        return someoneOf(cities.city(dice), dice);
    }

    /** Where a person lives. */
    City home(long person) {
        int found = Arrays.binarySearch(first, person);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0 || index >= CITIES.size()) {
            throw new IllegalArgumentException("Nobody has the number " + person);
        }
        return CITIES.get(index);
    }

    /** The latitude of a person's home, in degrees with four decimals. */
    double latitude(long person) {
        return rounded(home(person).latitude() + SPREAD * aside(person, 1));
    }

    /** The longitude of a person's home, in degrees with four decimals. */
    double longitude(long person) {
        return rounded(home(person).longitude() + SPREAD * aside(person, 2));
    }

    private long someoneOf(int city, Dice dice) {
        return dice.between(first[city], first[city + 1]);
    }

    /** From -1 to 1, mostly near 0; the same for ever for one person and one axis. */
    private static double aside(long person, int axis) {
        long bits = mixed(2 * person + axis);
        double a = (bits >>> 32) * 0x1p-32;
        double b = (bits & 0xFFFF_FFFFL) * 0x1p-32;
        return a - b;
    }

    /** The finalizer of SplittableRandom: neighbouring numbers become unrelated bits. */
    private static long mixed(long number) {
        long z = number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 10_000) / 10_000.0;
    }

    private static int[] allIndexes() {
        int[] indexes = new int[CITIES.size()];
        Arrays.setAll(indexes, i -> i);
        return indexes;
    }

    private static City city(String line) {
        String[] f = line.split("\t");
        return new City(f[0], f[1], f[2], Integer.parseInt(f[3]), Double.parseDouble(f[4]), Double.parseDouble(f[5]));
    }

    /** Draws one of some cities by size. */
    private static final class Draw {
        private final int[] indexes;
        private final double[] upTo;

        Draw(List<City> cities, int[] indexes) {
            this.indexes = indexes;
            upTo = new double[indexes.length];
            double sum = 0;
            for (int i = 0; i < indexes.length; i++) {
                sum += cities.get(indexes[i]).thousands();
                upTo[i] = sum;
            }
        }

        double total() {
            return upTo[upTo.length - 1];
        }

        int city(Dice dice) {
            int found = Arrays.binarySearch(upTo, dice.fraction() * total());
            // A draw that hits a border belongs to the city above it.
            return indexes[found >= 0 ? found + 1 : -found - 1];
        }
    }
}
