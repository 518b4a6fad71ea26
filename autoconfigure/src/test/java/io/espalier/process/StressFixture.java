package io.espalier.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Races on real threads and real time, seeded. Afterwards no process, name, timer or zombie is left. */
@ExtendWith(Stress.Seeded.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class StressFixture extends ProcessFixture {

    static final Dispatcher[] DISPATCHERS = Dispatcher.values();

    @Override
    Clock clock() {
        return Clock.system();
    }

    @Override
    void settle() {}

    void awaitNobodyIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(this::checkThatNothingIsLeft);
    }

    static StartOptions on(Dispatcher dispatcher) {
        return StartOptions.defaults().dispatcher(dispatcher);
    }

    /** Runs processes on the thread that wakes them: then whatever can meet does, many times. */
    static ProcessSystem direct() {
        return new LocalSystem(
                new ProcessSystemBuilder.Settings(1_000_000, Duration.ofSeconds(5), null, List.of()),
                new Dispatchers(Runnable::run, Runnable::run, Stress::execute, () -> {}),
                Clock.system());
    }
}
