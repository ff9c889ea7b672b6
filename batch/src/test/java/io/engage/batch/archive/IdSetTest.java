package io.engage.batch.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Promise: it is a set. */
class IdSetTest {
    @Property(tries = 200)
    void isASet(@ForAll @Size(max = 500) List<@LongRange(min = -200, max = 200) Long> ids) {
        // Given
        IdSet set = new IdSet();
        Set<Long> model = new HashSet<>();
        for (long id : ids) {
            if (id != 0) {
                // When, Then
                assertEquals(model.add(id), set.add(id));
                assertEquals(model.size(), set.size());
            }
        }
    }

    @Test
    void refusesWhatIsNoFingerprint() {
        assertThrows(IllegalArgumentException.class, () -> new IdSet().add(0));
    }
}
