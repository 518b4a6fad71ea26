package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallSetTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40, 3000})
    void holdsWhatASetByIdentityHolds(int different) {
        Random random = new Random(different);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < different; i++) {
            // Equal, and not the same.
            elements.add(new String("element"));
        }
        SmallSet<String> set = new SmallSet<>();
        Set<String> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int step = 0; step < 60 * different + 100; step++) {
            String element = elements.get(random.nextInt(different));
            // In turn it mostly grows and mostly shrinks.
            boolean growing = (step / (10 * different)) % 2 == 0;
            if (random.nextInt(4) != 0 == growing) {
                assertThat(set.add(element)).isEqualTo(expected.add(element));
            } else {
                assertThat(set.remove(element)).isEqualTo(expected.remove(element));
            }
            assertThat(set.contains(element)).isEqualTo(expected.contains(element));
            assertThat(set.size()).isEqualTo(expected.size());
        }
        elements.forEach(element -> assertThat(set.contains(element)).isEqualTo(expected.contains(element)));
        Set<String> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        set.forEach(element -> assertThat(seen.add(element)).isTrue());
        assertThat(seen).isEqualTo(expected);
        elements.forEach(set::remove);
        assertThat(set.size()).isZero();
        set.forEach(element -> {
            throw new AssertionError("It is empty");
        });
    }
}
