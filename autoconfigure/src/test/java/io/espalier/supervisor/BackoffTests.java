package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.process.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private static final double MIDDLE = 0.5;

    private final Backoff doubling =
            new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 0.2, Duration.ofSeconds(10));

    @Test
    void delaysGrowUpToTheLongest() {
        assertThat(this.doubling.delay(0, MIDDLE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(this.doubling.delay(1, MIDDLE)).isEqualTo(Duration.ofSeconds(2));
        assertThat(this.doubling.delay(2, MIDDLE)).isEqualTo(Duration.ofSeconds(4));
        assertThat(this.doubling.delay(3, MIDDLE)).isEqualTo(Duration.ofSeconds(5));
        assertThat(this.doubling.delay(1_000_000, MIDDLE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void jitterSpreadsADelayToBothSides() {
        assertThat(this.doubling.delay(0, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(this.doubling.delay(0, 1)).isEqualTo(Duration.ofMillis(1200));
        assertThat(this.doubling.delay(9, 1)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void delaysStartOverWhenTheChildHasLivedLongEnough() {
        RestartSchedule schedule = new RestartSchedule(
                new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 0, Duration.ofSeconds(10)));
        assertThat(schedule.nextDelay(Clock.system())).isEqualTo(Duration.ofSeconds(1));
        schedule.lived(Duration.ofSeconds(10).minusNanos(1).toNanos());
        assertThat(schedule.nextDelay(Clock.system())).isEqualTo(Duration.ofSeconds(2));
        schedule.lived(Duration.ofSeconds(10).toNanos());
        assertThat(schedule.nextDelay(Clock.system())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withoutABackoffThereIsNoDelay() {
        RestartSchedule schedule = new RestartSchedule(null);
        schedule.lived(1);
        assertThat(schedule.nextDelay(Clock.system())).isZero();
    }

    @Test
    void onlyTheNewestTicketIsGoodAndOnlyOnce() {
        RestartSchedule schedule = new RestartSchedule(null);
        int first = schedule.now();
        int second = schedule.now();
        assertThat(schedule.take(first)).isFalse();
        assertThat(schedule.take(second)).isTrue();
        assertThat(schedule.take(second)).isFalse();
        int third = schedule.now();
        schedule.cancel();
        assertThat(schedule.take(third)).isFalse();
    }

    @Test
    void exponentialDoublesAndForgetsAfterTwiceTheLongest() {
        Backoff backoff = Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(30));
        assertThat(backoff.multiplier()).isEqualTo(2);
        assertThat(backoff.resetAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void valuesWithoutSenseAreRejectedByName() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, 2, second, 0, second))
                .withMessageContaining("initial");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, 0.9, second, 0, second))
                .withMessageContaining("multiplier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, Double.NaN, second, 0, second))
                .withMessageContaining("multiplier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, 2, Duration.ofMillis(1), 0, second))
                .withMessageContaining("max");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, 2, second, 1.1, second))
                .withMessageContaining("jitter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, 2, second, 0, second.negated()))
                .withMessageContaining("resetAfter");
    }

    @Test
    void onVirtualTimeThereIsNoJitter() {
        RestartSchedule schedule = new RestartSchedule(Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .withJitter(1));
        assertThat(schedule.nextDelay(Clock.virtual())).isEqualTo(Duration.ofSeconds(1));
        assertThat(schedule.nextDelay(Clock.virtual())).isEqualTo(Duration.ofSeconds(2));
    }
}
