package io.espalier.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How durations are shown. */
class TimeTextTests {

    @ParameterizedTest
    @CsvSource({"PT5S, 5s", "PT0.3S, 300ms", "PT1M, 1m", "PT90S, 90s", "PT2H, 2h", "PT0S, 0s", "PT0.0000005S, 500ns"})
    void aDurationIsShownAsItIsConfigured(Duration time, String text) {
        assertThat(TimeText.of(time)).isEqualTo(text);
    }
}
