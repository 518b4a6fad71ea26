package io.espalier.autoconfigure;

import io.espalier.supervisor.Shutdown;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.convert.converter.Converter;

/** Reads a shutdown: a duration, {@code brutal-kill} or {@code infinity}. */
@ConfigurationPropertiesBinding
final class ShutdownConverter implements Converter<Object, Shutdown> {

    @Override
    public Shutdown convert(Object source) {
        String text = source.toString().trim();
        return switch (text.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "")) {
            case "brutalkill" -> Shutdown.brutalKill();
            case "infinity" -> Shutdown.infinity();
            default -> Shutdown.after(duration(text));
        };
    }

    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a duration like 5s, nor brutal-kill, nor infinity", ex);
        }
    }
}
