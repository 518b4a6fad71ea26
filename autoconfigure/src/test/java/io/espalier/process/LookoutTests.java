package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookoutTests {

    private final Clock clock = Clock.system();

    private final AtomicInteger looks = new AtomicInteger();

    private volatile int says = Lookout.AWAKE;

    @AfterEach
    void close() {
        this.clock.close();
    }

    private Lookout lookout(Clock of, boolean wanted) {
        return new Lookout(of, wanted) {
            @Override
            int look() {
                looks.incrementAndGet();
                return says;
            }

            @Override
            void lookBack(int mode) {}
        };
    }

    private void awaitLooks(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.looks.get() >= count);
    }

    @Test
    void looksWhileItIsAwakeAndNotWhenItSleeps() {
        Lookout lookout = lookout(this.clock, true);
        assertThat(lookout.mode()).isEqualTo(Lookout.ASLEEP);
        lookout.wake();
        awaitLooks(3);
        this.says = Lookout.ALARMED;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> lookout.mode() == Lookout.ALARMED);
        this.says = Lookout.ASLEEP;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> lookout.mode() == Lookout.ASLEEP);
        int before = this.looks.get();
        Awaitility.await()
                .during(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(10))
                .until(() -> this.looks.get() == before);
        this.says = Lookout.AWAKE;
        lookout.wake();
        awaitLooks(before + 3);
    }

    @Test
    void doesNotLookOnVirtualTimeOrWhenItIsNotWanted() {
        VirtualClock virtual = Clock.virtual();
        for (Lookout lookout : new Lookout[] {lookout(virtual, true), lookout(virtual, false)}) {
            assertThat(lookout.mode()).isEqualTo(Lookout.AWAKE);
            lookout.wake();
            virtual.advance(Duration.ofSeconds(1));
        }
        assertThat(this.looks).hasValue(0);
    }
}
