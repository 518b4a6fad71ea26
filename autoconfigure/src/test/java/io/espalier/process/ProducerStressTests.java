package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many senders to one process, which is slow at times: platform threads, and virtual ones where there are any. */
class ProducerStressTests extends StressFixture {

    @Test
    void manyProducersLoseNoMessageAndBreakNoOrder() throws Exception { // G41
        for (int round = 0; round < Stress.rounds(8); round++) {
            send(round, 8 << (round % 4), 24_000);
        }
        awaitNobodyIsLeft();
    }

    private void send(int round, int producers, int messages) throws Exception {
        int each = messages / producers;
        int[] next = new int[producers];
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicLong handled = new AtomicLong();
        Random pauses = Stress.random(round * 1000L + 999);
        Pid pid = this.system.start(
                GenServer.with(0)
                        .cast(int[].class, (content, self, n) -> {
                            if (next[content[0]]++ != content[1]) {
                                wrong.compareAndSet(null, "sender " + content[0] + " at " + content[1]);
                            }
                            if (pauses.nextInt(2000) == 0) {
                                LockSupport.parkNanos(200_000);
                            }
                            handled.incrementAndGet();
                            return self.next(n + 1);
                        })
                        .build(),
                None.NONE,
                on(DISPATCHERS[round % 2]));
        ProcessRef ref = this.system.ref(pid);
        Executor executor = (this.mode == ThreadMode.VIRTUAL) ? Threads.virtual() : Stress::execute;
        CountDownLatch start = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Random random = Stress.random(round * 1000L + p);
            executor.execute(() -> {
                start.countDown();
                for (int i = 0; i < each; i++) {
                    ref.cast(new int[] {producer, i});
                    if (random.nextInt(50) == 0) {
                        Stress.spin(random, 1000);
                    }
                }
            });
        }
        start.await();
        Stress.await(producers + " producers in round " + round, handled::get, (long) producers * each);
        assertThat(wrong.get()).isNull();
        Stress.check();
        this.system.stop(pid);
    }

    /** Two senders, each of which also calls: its calls and casts stay in order. */
    @Test
    void callsAndCastsOfOneSenderStayInOrder() throws Exception { // G41
        record Count() implements Request<Integer> {}
        List<Thread> threads = new ArrayList<>();
        AtomicLong progress = new AtomicLong();
        Pid other = this.system.start(GenServer.with(0)
                .cast(Integer.class, (number, self, n) -> self.next(n))
                .build());
        for (int t = 0; t < 2; t++) {
            Random random = Stress.random(t);
            Pid pid = this.system.start(
                    GenServer.with(0)
                            .cast(Integer.class, (number, self, n) -> self.next(n + 1))
                            .info(Integer.class, (number, self, n) -> self.next(n + 1))
                            .call(Count.class, (count, call, n) -> call.reply(n, n))
                            .build(),
                    None.NONE,
                    on(DISPATCHERS[t]));
            ProcessRef ref = this.system.ref(pid);
            threads.add(Stress.thread(() -> {
                int sent = 0;
                for (int i = 0; i < Stress.rounds(2000); i++) {
                    for (int burst = random.nextInt(8); burst > 0; burst--) {
                        if (random.nextBoolean()) {
                            ref.cast(i);
                        } else {
                            ref.send(i);
                        }
                        sent++;
                        this.system.ref(other).cast(i);
                    }
                    // A signal that changes nothing has the mailbox emptied on the way.
                    this.system.exit(pid, ExitReason.normal());
                    assertThat(ref.call(new Count())).isEqualTo(sent);
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("senders", progress::get, threads);
    }
}
