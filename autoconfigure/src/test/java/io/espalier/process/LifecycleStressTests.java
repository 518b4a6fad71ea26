package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Deaths, restarts, deadlines and late replies, all at once. */
class LifecycleStressTests extends StressFixture {

    private static final int CALLERS = 8;

    /** Whether the answer was given by somebody who knew of the death of the process that owed it. */
    private record Answer(long id, long incarnation, boolean afterItsDeath) {}

    private record Echo(long id, int manner) implements Request<Answer> {}

    private record Late(From<Answer> to, long id, long incarnation) {}

    private final AtomicLong incarnations = new AtomicLong();

    /** The last incarnation whose DOWN has been seen. */
    private final AtomicLong down = new AtomicLong();

    private final Queue<Late> late = new ConcurrentLinkedQueue<>();

    private final AtomicLong answered = new AtomicLong();

    private final AtomicLong timedOut = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    private final AtomicReference<String> wrong = new AtomicReference<>();

    private GenServer<Long, Long> child() {
        return GenServer.<Long, Long>starting((incarnation, self) -> Init.ok(incarnation))
                .call(Echo.class, (echo, call, incarnation) -> switch (echo.manner()) {
                    case 0, 1, 2, 3, 4, 5 -> {
                        this.late.add(new Late(call.from(), echo.id(), incarnation));
                        yield call.next(incarnation);
                    }
                    case 6 -> call.stop(ExitReason.shutdown(), new Answer(echo.id(), incarnation, false), incarnation);
                    case 7 -> throw call.exit(ExitReason.shutdown("exit"));
                    default -> call.reply(new Answer(echo.id(), incarnation, false), incarnation);
                })
                .build();
    }

    /** Starts the child, and starts it again when it has died; its state is the child's number. */
    private GenServer<None, Long> supervisor() {
        GenServer<Long, Long> child = child();
        Map<Pid, Long> numbers = new HashMap<>();
        return GenServer.<None, Long>starting((none, self) -> {
                    self.trapExits(true);
                    return Init.ok(start(self, child, numbers, 0));
                })
                .info(Down.class, (dead, self, last) -> {
                    this.down.accumulateAndGet(numbers.get(dead.pid()), Math::max);
                    return self.next(last);
                })
                .info(Exit.class, (exit, self, last) -> {
                    Long dead = numbers.get(exit.pid());
                    if (dead == null || dead < last) {
                        return self.next(last);
                    }
                    this.down.accumulateAndGet(dead, Math::max);
                    return self.next(start(self, child, numbers, last));
                })
                .build();
    }

    private long start(Self<Long> self, GenServer<Long, Long> child, Map<Pid, Long> numbers, long last) {
        for (long number = last + 1; ; number++) {
            try {
                Pid pid = self.startLinked(child, number, StartOptions.named("child"));
                numbers.put(pid, number);
                self.monitor(pid);
                this.incarnations.set(number);
                return number;
            } catch (StartFailedException ex) {
                // It was killed before it had begun.
            }
        }
    }

    private void call(ProcessRef ref, Echo echo, Duration timeout) {
        long known = this.down.get();
        long start = System.nanoTime();
        try {
            Answer answer = ref.call(echo, timeout);
            this.answered.incrementAndGet();
            if (answer.id() != echo.id()) {
                this.wrong.set("an answer to another call");
            }
            if (answer.incarnation() <= known || answer.afterItsDeath()) {
                this.wrong.set("an answer of incarnation " + answer.incarnation() + " after its DOWN");
            }
        } catch (CallTimeoutException ex) {
            this.timedOut.incrementAndGet();
            if (System.nanoTime() - start < timeout.toNanos()) {
                this.wrong.set("a time-out too early");
            }
        } catch (NoProcessException | ProcessExitedException ex) {
            this.failed.incrementAndGet();
        }
        if (System.nanoTime() - start
                > timeout.toNanos() + Duration.ofSeconds(10).toNanos()) {
            this.wrong.set("an outcome long after the deadline");
        }
    }

    @Test
    void deathsRestartsDeadlinesAndLateRepliesLeaveOneOutcomeToEachCall() throws Exception {
        int rounds = Stress.rounds(12_000);
        AtomicBoolean over = new AtomicBoolean();
        Pid supervisor = this.system.start(supervisor());
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < CALLERS; t++) {
            Random random = Stress.random(t);
            long first = t * 1_000_000_000L;
            callers.add(Stress.thread(() -> {
                ProcessRef ref = this.system.ref("child");
                for (int i = 0; i < rounds; i++) {
                    call(ref, new Echo(first + i, random.nextInt(60)), Duration.ofNanos(random.nextInt(2_000_000)));
                }
            }));
        }
        List<Thread> others = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            Random random = Stress.random(100L + t);
            others.add(Stress.thread(() -> {
                while (!over.get()) {
                    Late next = this.late.poll();
                    if (next != null) {
                        Stress.spin(random, 3000);
                        boolean afterItsDeath = this.down.get() >= next.incarnation();
                        next.to().reply(new Answer(next.id(), next.incarnation(), afterItsDeath));
                    }
                    if (random.nextInt(3000) == 0) {
                        this.system.whereIs("child").ifPresent(this.system::kill);
                    } else if (random.nextInt(3000) == 0) {
                        this.system.whereIs("child").ifPresent(pid -> this.system.exit(pid, ExitReason.shutdown()));
                    }
                }
            }));
        }
        Stress.join("callers", () -> this.answered.get() + this.timedOut.get() + this.failed.get(), callers);
        over.set(true);
        Stress.join("others", this.late::size, others);
        assertThat(this.wrong.get()).isNull();
        assertThat(this.answered.get() + this.timedOut.get() + this.failed.get())
                .isEqualTo((long) CALLERS * rounds);
        assertThat(List.of(this.answered, this.timedOut, this.failed)).allMatch(count -> count.get() > 0);
        assertThat(this.incarnations.get()).isGreaterThan(5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> this.system.whereIs("child").isPresent());
        this.system.kill(supervisor);
        awaitNobodyIsLeft();
    }
}
