package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartBudgetTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    // S08
    @Test
    void theFourthRestartWithinTheWindowIsOneTooManyWithThree() {
        RestartBudget budget = new RestartBudget(3, Duration.ofSeconds(5));
        assertThat(budget.spend(0)).isTrue();
        assertThat(budget.spend(SECOND)).isTrue();
        assertThat(budget.spend(2 * SECOND)).isTrue();
        assertThat(budget.spend(3 * SECOND)).isFalse();
    }

    // S08
    @Test
    void bothEndsOfTheWindowBelongToIt() {
        RestartBudget budget = new RestartBudget(1, Duration.ofSeconds(5));
        assertThat(budget.spend(0)).isTrue();
        assertThat(budget.used(5 * SECOND)).isEqualTo(1);
        assertThat(budget.spend(5 * SECOND)).isFalse();
    }

    // S09, mended: the window is as long as said, not up to a second longer
    @Test
    void aRestartIsForgottenOneNanosecondAfterTheWindow() {
        RestartBudget budget = new RestartBudget(1, Duration.ofSeconds(5));
        assertThat(budget.spend(0)).isTrue();
        assertThat(budget.used(5 * SECOND + 1)).isZero();
        assertThat(budget.spend(5 * SECOND + 1)).isTrue();
    }

    // S15
    @Test
    void withoutAnyRestartsTheFirstIsOneTooMany() {
        assertThat(new RestartBudget(0, Duration.ofSeconds(5)).spend(42)).isFalse();
    }

    @Test
    void aClockThatOverflowsIsNoProblem() {
        RestartBudget budget = new RestartBudget(1, Duration.ofSeconds(5));
        assertThat(budget.spend(Long.MAX_VALUE - SECOND)).isTrue();
        assertThat(budget.spend(Long.MIN_VALUE + SECOND)).isFalse();
    }

    @Test
    void theWindowMayBeLongerThanAClockCanMeasure() {
        RestartBudget budget = new RestartBudget(1, Duration.ofDays(1_000_000));
        assertThat(budget.spend(0)).isTrue();
        assertThat(budget.spend(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void itCountsAsAListOfInstantsWould() {
        Random random = new Random(7);
        for (int max : new int[] {0, 1, 2, 7, 8, 9, 50}) {
            RestartBudget budget = new RestartBudget(max, Duration.ofNanos(100));
            Deque<Long> instants = new ArrayDeque<>();
            long now = random.nextLong();
            for (int i = 0; i < 10_000; i++) {
                now += random.nextInt(40);
                long current = now;
                instants.removeIf(instant -> current - instant > 100);
                assertThat(budget.used(now)).isEqualTo(instants.size());
                if (instants.size() <= max) {
                    instants.addLast(now);
                    assertThat(budget.spend(now)).isEqualTo(instants.size() <= max);
                }
            }
        }
    }
}
