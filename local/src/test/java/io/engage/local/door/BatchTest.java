package io.engage.local.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Lines in a batch, and in parts of it. */
class BatchTest {
    @Property(tries = 300)
    void partsHoldTheSameLinesAndOrigins(
            @ForAll @Size(min = 1, max = 200) List<String> texts, @ForAll @IntRange(min = 0, max = 200) int cutAt) {
        Batch batch = new Batch();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            byte[] line = texts.get(i).replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
            batch.add(line, 10L * i);
            all.append(new String(line, StandardCharsets.UTF_8)).append('\n');
        }
        int cut = Math.min(cutAt, texts.size());

        Batch first = batch.part(0, cut);
        Batch second = batch.part(cut, texts.size());

        assertEquals(all.toString(), text(batch));
        assertEquals(all.toString(), text(first) + text(second));
        assertEquals(texts.size(), first.count() + second.count());
        for (int i = 0; i < second.count(); i++) {
            assertEquals(10L * (cut + i), second.origin(i));
        }
    }

    private static String text(Batch batch) {
        return new String(batch.bytes(), 0, batch.length(), StandardCharsets.UTF_8);
    }
}
