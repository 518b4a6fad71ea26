package io.espalier.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The values of a closed set as they are written in the configuration: {@code one-for-one} for {@code ONE_FOR_ONE}. */
final class Choices {

    private Choices() {}

    /**
     * All values of a set.
     *
     * @param type an enum
     * @return its constants in kebab case, in the order of their declaration
     */
    static List<String> of(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
