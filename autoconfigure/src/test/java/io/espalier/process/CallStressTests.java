package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A call's slot: one outcome, whoever comes first, and a caller that is told. */
class CallStressTests extends StressFixture {

    private record Echo(long number, int manner) implements Request<Long> {}

    // ---- The slot by itself

    private SyncSlot<Integer> slot(Pid callee) {
        return new SyncSlot<>((LocalSystem) this.system, (ProcessCell) callee, null, null, null);
    }

    /** A reply races with something else; whichever of them loses, the reply counts as late exactly then. */
    private void race(Consumer<SyncSlot<Integer>> other, Class<?> outcomeOfOther) throws Exception {
        Pid callee = this.system.start(GenServer.with(0).build());
        AtomicReference<SyncSlot<Integer>> slot = new AtomicReference<>(slot(callee));
        AtomicLong late = new AtomicLong(this.system.statistics().lateReplies());
        Random random = Stress.random(1);
        Stress.race(
                Stress.rounds(25_000),
                round -> {
                    Stress.spin(random, 4);
                    other.accept(slot.get());
                },
                round -> slot.get().reply(1),
                round -> {
                    Object outcome;
                    try {
                        outcome = slot.get().take();
                    } catch (ProcessException ex) {
                        outcome = ex;
                    }
                    long before = late.getAndSet(this.system.statistics().lateReplies());
                    boolean lost = outcomeOfOther.isInstance(outcome)
                            && !Integer.valueOf(1).equals(outcome);
                    if (late.get() - before != (lost ? 1 : 0)) {
                        throw new AssertionError(
                                "round " + round + ": " + (late.get() - before) + " late replies, but " + outcome);
                    }
                    slot.set(slot(callee));
                });
        this.system.stop(callee);
    }

    @Test
    void aReplyAndACallerThatGivesUpHaveOneWinner() throws Exception {
        race(CallSlot::abandon, CallTimeoutException.class);
    }

    @Test
    void aReplyAndADeadlineHaveOneWinner() throws Exception {
        race(CallSlot::expire, CallTimeoutException.class);
    }

    @Test
    void aReplyAndADeathHaveOneWinner() throws Exception {
        race(slot -> slot.exited(ExitReason.killed()), ProcessExitedException.class);
    }

    @Test
    void ofTwoCallersThatGiveUpOneDoes() throws Exception {
        AtomicReference<SyncSlot<Integer>> slot = new AtomicReference<>(slot(null));
        AtomicInteger won = new AtomicInteger();
        Stress.Round abandon = round -> {
            if (slot.get().abandon()) {
                won.incrementAndGet();
            }
        };
        Stress.race(Stress.rounds(25_000), abandon, abandon, round -> {
            assertThat(won).hasValue(round + 1);
            slot.set(slot(null));
        });
    }

    /** The reply comes while the caller's thread is on its way to sleep. */
    @Test
    void aCallerThatIsAboutToSleepIsWoken() throws Exception {
        int rounds = Stress.rounds(30_000);
        AtomicReference<SyncSlot<Integer>> asked = new AtomicReference<>();
        AtomicInteger answered = new AtomicInteger();
        Thread replier = Stress.thread(() -> {
            Random random = Stress.random(2);
            for (int round = 0; round < rounds; round++) {
                SyncSlot<Integer> slot = null;
                while (slot == null) {
                    slot = asked.getAndSet(null);
                }
                Stress.spin(random, 60);
                slot.reply(round);
            }
        });
        Thread caller = Stress.thread(() -> {
            for (int round = 0; round < rounds; round++) {
                SyncSlot<Integer> slot = slot(null);
                asked.set(slot);
                if (slot.await(Duration.ofMinutes(2)) != round) {
                    throw new AssertionError("the reply to another call in round " + round);
                }
                answered.incrementAndGet();
            }
        });
        Stress.join("calls", answered::get, List.of(caller, replier));
    }

    // ---- Calls of a process

    /** Answers in several manners, dies in some. */
    private static GenServer<None, Integer> fickle(Queue<From<Long>> later) {
        return GenServer.with(0)
                .call(Echo.class, (echo, call, n) -> switch (echo.manner()) {
                    case 0 -> {
                        later.add(call.from());
                        yield call.next(n);
                    }
                    case 1 -> {
                        call.from().reply(echo.number());
                        yield call.reply(-1L, n);
                    }
                    case 2 -> call.stop(ExitReason.normal(), echo.number(), n);
                    case 3 -> call.stop(ExitReason.shutdown(), n);
                    case 4 -> throw call.exit(ExitReason.shutdown("exit"));
                    default -> call.reply(echo.number(), n);
                })
                .build();
    }

    @Test
    void everyCallHasExactlyOneOutcome() throws Exception { // G27, G28, G30, G31
        int rounds = Stress.rounds(1500);
        Queue<From<Long>> later = new ConcurrentLinkedQueue<>();
        GenServer<None, Integer> server = fickle(later);
        StartOptions named = StartOptions.named("fickle");
        this.system.start(server, None.NONE, named);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicInteger progress = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Random random = Stress.random(t);
            boolean asks = t % 2 == 0;
            callers.add(Stress.thread(() -> {
                ProcessRef ref = this.system.ref("fickle");
                for (int i = 0; i < rounds; i++) {
                    Echo echo = new Echo(random.nextLong(), random.nextInt(60));
                    Duration timeout = Duration.ofNanos(random.nextInt(3_000_000));
                    if (asks) {
                        asked.incrementAndGet();
                        AtomicInteger outcomes = new AtomicInteger();
                        CompletableFuture<Long> reply = ref.ask(echo, timeout)
                                .whenComplete((value, failure) -> {
                                    outcomes.incrementAndGet();
                                    answered.incrementAndGet();
                                })
                                .toCompletableFuture();
                        if (random.nextInt(3) == 0) {
                            Object result = reply.handle((value, failure) -> (value != null) ? value : failure)
                                    .get(20, TimeUnit.SECONDS);
                            check(echo, (result instanceof CompletionException ex) ? ex.getCause() : result);
                            assertThat(outcomes).hasValue(1);
                        }
                    } else {
                        check(echo, call(ref, echo, timeout));
                    }
                    progress.incrementAndGet();
                }
            }));
        }
        Random random = Stress.random(99);
        Thread restarter = Stress.thread(() -> {
            while (!over.get()) {
                From<Long> from = later.poll();
                if (from != null) {
                    from.reply(-2L);
                }
                if (this.system.whereIs("fickle").isEmpty()) {
                    try {
                        this.system.start(server, None.NONE, named);
                    } catch (StartFailedException ex) {
                        // Not yet free.
                    }
                } else if (random.nextInt(200) == 0) {
                    this.system.whereIs("fickle").ifPresent(this.system::kill);
                }
            }
        });
        Stress.join("callers", progress::get, callers);
        over.set(true);
        restarter.join();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() == asked.get());
        this.system.whereIs("fickle").ifPresent(this.system::kill);
        awaitNobodyIsLeft();
    }

    private static Object call(ProcessRef ref, Echo echo, Duration timeout) {
        try {
            return ref.call(echo, timeout);
        } catch (ProcessException ex) {
            return ex;
        }
    }

    private static void check(Echo echo, Object result) {
        if (result instanceof Long number) {
            // Minus two comes from a late reply, and only to those who were left to wait for one.
            assertThat(number).isEqualTo((echo.manner() == 0) ? -2L : echo.number());
        } else {
            assertThat(result)
                    .isInstanceOfAny(
                            CallTimeoutException.class, ProcessExitedException.class, NoProcessException.class);
        }
    }
}
