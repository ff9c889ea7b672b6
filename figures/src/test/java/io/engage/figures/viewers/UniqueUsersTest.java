package io.engage.figures.viewers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import net.jqwik.api.Example;

/** Promise: exact for few, within the stated error for many, and the same after a restart. */
class UniqueUsersTest {
    @Example
    void exactUpTo256HoweverOftenTheyCome() {
        // Given
        UniqueUsers users = new UniqueUsers();
        // When
        for (int again = 0; again < 3; again++) {
            for (int i = 0; i < UniqueUsers.EXACT; i++) {
                users.add(Fingerprint.of("user " + i));
            }
        }
        // Then
        assertEquals(UniqueUsers.EXACT, number(users));
    }

    @Example
    void theErrorOverManySetsIsTheStatedOne() {
        // Given
        double squares = 0;
        int sets = 200;
        int n = 20_000;
        for (int set = 0; set < sets; set++) {
            UniqueUsers users = new UniqueUsers();
            // When
            for (int i = 0; i < n; i++) {
                users.add(Fingerprint.of(set + "/" + i));
            }
            double error = (number(users) - n) / (double) n;
            squares += error * error;
        }
        // Then: the standard error of 1.2 %, give or take what 200 samples leave
        double standardError = Math.sqrt(squares / sets);
        assertTrue(standardError < 0.015, "standard error " + standardError);
    }

    /** Promise: where the count becomes an estimate, it does not fall below what it was, and is never above the views. */
    @Example
    void anEstimateStaysWithinWhatIsKnown() {
        for (int video = 0; video < 100; video++) {
            // Given
            Audience audience = new Audience("v", SessionRules.DEFAULT);
            for (int i = 1; i <= 2 * UniqueUsers.EXACT; i++) {
                // When
                audience.play(1_000, 1_000, Fingerprint.of(video + "/" + i), Fingerprint.of("session " + i));
                audience.publish(i);
                // Then
                long users = audience.figures().uniqueViewers();
                assertTrue(users <= i, users + " users of " + i + " views");
                assertTrue(users >= Math.min(i, UniqueUsers.EXACT), users + " users of " + i);
            }
        }
    }

    /** Promise: a number that is asked for late is that of the moment, whoever came since. */
    @Example
    void theNumberIsThatOfItsMoment() {
        for (int then : new int[] {100, 3_000}) {
            // Given
            UniqueUsers users = new UniqueUsers();
            UniqueUsers others = new UniqueUsers();
            for (int i = 0; i < then; i++) {
                users.add(Fingerprint.of("user " + i));
                others.add(Fingerprint.of("user " + i));
            }
            users.publish();
            long expected = number(others);
            // When
            for (int i = 0; i < 2_000; i++) {
                users.add(Fingerprint.of("later " + i));
            }
            // Then
            assertEquals(expected, users.published());
            assertTrue(number(users) > expected);
        }
    }

    /** Promise: who came before is no news, and somebody else is. */
    @Example
    void onlySomebodyNewIsNews() {
        for (int there : new int[] {100, 3_000}) {
            // Given
            UniqueUsers users = new UniqueUsers();
            for (int i = 0; i < there; i++) {
                users.add(Fingerprint.of("user " + i));
            }
            assertTrue(users.publish());
            // When
            users.add(Fingerprint.of("user 7"));
            // Then
            assertFalse(users.publish());
            // When
            for (int i = 0; i < 100; i++) {
                users.add(Fingerprint.of("later " + i));
            }
            // Then
            assertTrue(users.publish());
        }
    }

    @Example
    void changesCarriedOverGiveTheSameCount() {
        // Given
        UniqueUsers users = new UniqueUsers();
        UniqueUsers copy = new UniqueUsers();
        for (int i = 0; i < 3_000; i++) {
            users.add(Fingerprint.of("user " + i));
            // When
            if (i % 97 == 0) {
                copy.readChanges(new StateReader(changes(users)));
                // Then
                assertEquals(number(users), number(copy));
            }
        }
    }

    /** Promise: memory can be asked for anybody at any size, also after all were dropped, and asking changes nothing. */
    @Example
    void askingChangesNothing() {
        // Given
        UniqueUsers asked = new UniqueUsers();
        UniqueUsers others = new UniqueUsers();
        for (int again = 0; again < 2; again++) {
            for (int i = 0; i < 2 * UniqueUsers.EXACT; i++) {
                long user = Fingerprint.of("user " + i);
                // When
                asked.ask();
                asked.ask(user);
                asked.askChanges();
                // Then
                asked.add(user);
                others.add(user);
                assertEquals(number(others), number(asked));
                if (i % 90 == 0) {
                    assertArrayEquals(changes(others), changes(asked));
                }
            }
            asked.clear();
            others.clear();
        }
    }

    private static byte[] changes(UniqueUsers users) {
        StateWriter out = new StateWriter();
        users.writeChanges(out);
        return out.toBytes();
    }

    private static long number(UniqueUsers users) {
        users.publish();
        return users.published();
    }
}
