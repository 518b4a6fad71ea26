package io.espalier.actuate;

import java.util.Locale;

/** Constants as they are written in the configuration: {@code one-for-one} for {@code ONE_FOR_ONE}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
