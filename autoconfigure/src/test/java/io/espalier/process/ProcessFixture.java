package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A system on virtual time for each test, on each kind of threads that this JDK has. When a test ends, nothing may be left
 * in it: no process, no name, no timer.
 */
@ParameterizedClass(name = "{0} threads")
@MethodSource("io.espalier.process.ProcessFixture#modes")
abstract class ProcessFixture {

    static final IllegalStateException BOOM = new IllegalStateException("boom");

    static final ExitReason CRASH = ExitReason.crash(BOOM);

    static final ExitReason CUSTOM = ExitReason.custom("custom");

    @Parameter
    ThreadMode mode;

    final VirtualClock clock = Clock.virtual();

    final ReportLog log = new ReportLog();

    ProcessSystem system;

    static Stream<ThreadMode> modes() {
        return Threads.virtualAvailable()
                ? Stream.of(ThreadMode.PLATFORM, ThreadMode.VIRTUAL)
                : Stream.of(ThreadMode.PLATFORM);
    }

    @BeforeEach
    void openSystem() {
        this.log.attach();
        this.system = configure(ProcessSystem.builder().threads(this.mode).clock(clock()))
                .build();
    }

    /** A test class may choose its own settings. */
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder;
    }

    /** A test class may choose real time. */
    Clock clock() {
        return this.clock;
    }

    @AfterEach
    void nothingIsLeft() {
        this.system.close();
        this.log.detach();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(this::checkThatNothingIsLeft);
    }

    void checkThatNothingIsLeft() {
        Statistics left = this.system.statistics();
        assertThat(left.alive()).as("processes left").isZero();
        assertThat(left.names()).as("names left").isZero();
        assertThat(left.timers()).as("timers left").isZero();
        assertThat(left.zombies()).as("zombies left").isZero();
    }

    // ---- Puppets

    Puppet puppet() {
        return puppet(StartOptions.defaults());
    }

    Puppet puppet(String name) {
        return puppet(StartOptions.named(name));
    }

    Puppet puppet(StartOptions options) {
        Puppet puppet = new Puppet(this.system);
        return puppet.is(this.system.start(puppet, Puppet.NOTHING, options));
    }

    Puppet trapping() {
        Puppet puppet = puppet();
        puppet.does(self -> self.trapExits(true));
        return puppet;
    }

    /** A puppet that another one has started with a link. */
    Puppet childOf(Puppet parent) {
        Puppet child = new Puppet(this.system);
        return child.is(parent.gets(self -> self.startLinked(child, Puppet.NOTHING)));
    }

    // ---- Watching

    CompletableFuture<ExitReason> watch(Pid pid) {
        return this.system.onExit(pid).toCompletableFuture();
    }

    /** Every process has come to rest. */
    void settle() {
        this.clock.settle();
    }

    boolean alive(Puppet puppet) {
        settle();
        return this.system.isAlive(puppet.pid());
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    static Optional<Throwable> failure(CompletableFuture<?> future) {
        try {
            future.get(10, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException ex) {
            return Optional.of(ex.getCause());
        } catch (InterruptedException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    static List<Object> exits(Puppet puppet) {
        return puppet.got().stream().filter(Exit.class::isInstance).toList();
    }
}
