package io.espalier.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.ExitReason;
import io.espalier.supervisor.FailedToStartChild;
import io.espalier.supervisor.MaxRestartsReached;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What of a reason may be shown. */
class ReasonTextTests {

    @Test
    void aCrashIsShownByItsClassAndTheFirstLineOfItsMessage() {
        assertThat(ReasonText.of(ExitReason.crash(new IllegalStateException("first\npassword=x"))))
                .isEqualTo("java.lang.IllegalStateException: first");
    }

    @Test
    void aCrashWithoutMessageIsShownByItsClass() {
        assertThat(ReasonText.of(ExitReason.crash(new IllegalStateException())))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(ReasonText.of(ExitReason.crash(new IllegalStateException(" \n "))))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aLongLineIsCut() {
        assertThat(ReasonText.of(ExitReason.custom("x".repeat(1000))))
                .hasSize(203)
                .endsWith("x...");
    }

    @Test
    void aQuietReasonIsShownByItsName() {
        assertThat(ReasonText.of(ExitReason.normal())).isEqualTo("normal");
        assertThat(ReasonText.of(ExitReason.shutdown("done\nand more"))).isEqualTo("shutdown: done");
    }

    @Test
    void aSupervisorThatGaveUpIsShownWithTheLastDeath() {
        ExitReason crash = ExitReason.crash(new IllegalStateException("first\nsecond"));
        assertThat(ReasonText.of(
                        ExitReason.shutdown(new MaxRestartsReached("workers/a", crash, 3, Duration.ofSeconds(5)))))
                .isEqualTo("more than 3 restarts within 5s, at last of workers/a:"
                        + " java.lang.IllegalStateException: first");
    }

    @Test
    void aSupervisorThatDidNotStartIsShownWithTheChildThatDidNot() {
        ExitReason crash = ExitReason.crash(new IllegalStateException("first\nsecond"));
        assertThat(ReasonText.of(ExitReason.shutdown(new FailedToStartChild("a", "workers/a", crash))))
                .isEqualTo("workers/a did not start: java.lang.IllegalStateException: first");
    }
}
