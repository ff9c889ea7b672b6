package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Where people live. */
class WorldTest {
    private static final int DRAWS = 200_000;

    private final World world = new World(1_000_000);
    private final Dice dice = new Dice(1);

    @Test
    void theWorldHasHundredsOfCitiesOnAllContinents() {
        Set<String> names = new HashSet<>();
        Set<String> continents = new HashSet<>();
        World.cities().forEach(city -> {
            assertTrue(names.add(city.name() + "/" + city.country()), city.name() + " is there twice");
            continents.add(city.continent());
        });
        assertTrue(names.size() >= 500, names.size() + " cities");
        assertEquals(Set.of("AF", "AS", "EU", "NA", "OC", "SA"), continents);
    }

    @Test
    void aCityIsAsLikelyAsItIsLarge() {
        // When many people are drawn
        Map<City, Integer> drawn = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            drawn.merge(world.home(world.anyone(dice)), 1, Integer::sum);
        }

        // Then the numbers differ from the expected by chance alone: chi squared is near its degrees of freedom
        double all = World.cities().stream().mapToDouble(City::thousands).sum();
        double chiSquared = 0;
        for (City city : World.cities()) {
            double expected = (double) DRAWS * city.thousands() / all;
            double difference = drawn.getOrDefault(city, 0) - expected;
            chiSquared += difference * difference / expected;
        }
        int freedom = World.cities().size() - 1;
        assertEquals(freedom, chiSquared, 5 * Math.sqrt(2.0 * freedom));
    }

    @Test
    void viewersMostlyComeFromTheContinentOfTheBroadcaster() {
        long broadcaster;
        do {
            broadcaster = world.anyone(dice);
        } while (!world.home(broadcaster).continent().equals("OC"));
        int near = 0;
        for (int i = 0; i < DRAWS; i++) {
            near += world.home(world.viewerOf(broadcaster, dice)).continent().equals("OC") ? 1 : 0;
        }
        // Few people live in Oceania, so those from anywhere hardly count.
        assertEquals(Habits.NEIGHBOURS, near / (double) DRAWS, 0.02);
    }

    @Property
    void everyoneLivesInOnePlaceInTheirCity(@ForAll @LongRange(min = 1, max = 999_000) long person) {
        City home = world.home(person);
        double latitude = world.latitude(person);
        double longitude = world.longitude(person);
        assertEquals(home.latitude(), latitude, World.SPREAD + 1e-4);
        assertEquals(home.longitude(), longitude, World.SPREAD + 1e-4);
        assertTrue(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180);
        assertEquals(latitude, new World(1_000_000).latitude(person), "for ever");
    }

    @Test
    void nobodyHasAnotherNumber() {
        assertThrows(IllegalArgumentException.class, () -> world.home(0));
        assertThrows(IllegalArgumentException.class, () -> world.home(2_000_000));
    }

    @Test
    void evenASmallWorldHasSomebodyInEachCity() {
        World small = new World(1);
        assertEquals(World.cities().getFirst(), small.home(1));
        assertEquals(World.cities().getLast(), small.home(World.cities().size()));
    }
}
