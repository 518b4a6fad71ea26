package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The queue by itself. Its consumer may hang where a link is missing, so it has a thread of its own. */
@ExtendWith(Stress.Seeded.class)
class MailboxStressTests {

    private static final int[] PRODUCERS = {2, 3, 8, 64};

    private final AtomicLong progress = new AtomicLong();

    private static Envelope message(Object content) {
        return new Envelope(true, content, null);
    }

    @Test
    void producersLoseNothingAndKeepTheirOrder() throws Exception {
        for (int round = 0; round < Stress.rounds(24); round++) {
            int producers = PRODUCERS[round % PRODUCERS.length];
            int each = 64_000 / producers;
            // Now and then the consumer comes late, so that the producers meet each other alone.
            long late = (round % 3 == 0) ? producers * each / 2 : 0;
            Mailbox mailbox = new Mailbox();
            AtomicLong added = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                Random random = Stress.random(round * 100L + p);
                threads.add(Stress.thread(() -> {
                    for (int i = 0; i < each; i++) {
                        mailbox.offer(message(new int[] {producer, i}));
                        if (i % 64 == 0) {
                            added.addAndGet(64);
                            Stress.spin(random, 100);
                        }
                    }
                }));
            }
            Random random = Stress.random(round * 100L + 99);
            threads.add(Stress.thread(() -> {
                Stress.await("producers", added::get, late);
                int[] next = new int[producers];
                for (int taken = 0; taken < producers * each; ) {
                    Node node = mailbox.poll();
                    if (node == null) {
                        Thread.onSpinWait();
                        continue;
                    }
                    int[] content = (int[]) ((Envelope) node).message();
                    assertThat(content[1])
                            .as("producer %d of %d", content[0], producers)
                            .isEqualTo(next[content[0]]++);
                    taken++;
                    this.progress.incrementAndGet();
                    if (random.nextInt(1000) == 0) {
                        Stress.spin(random, 20_000);
                    }
                }
                assertThat(mailbox.poll()).isNull();
            }));
            Stress.join(producers + " producers", this.progress::get, threads);
        }
    }

    /** What a process relies on before it goes on instead of to sleep. */
    @Test
    void aMailboxThatIsNotEmptyYieldsANode() throws Exception {
        int rounds = Stress.rounds(1_500_000);
        Mailbox mailbox = new Mailbox();
        AtomicInteger taken = new AtomicInteger();
        Random random = Stress.random(1);
        Thread producer = Stress.thread(() -> {
            for (int i = 0; i < rounds; i++) {
                mailbox.offer(message(i));
                if (i % 1024 == 0) {
                    // The consumer is close behind, or finds the mailbox empty.
                    Stress.await("consumer", taken::get, i - random.nextInt(3));
                }
            }
        });
        Thread consumer = Stress.thread(() -> {
            for (int i = 0; i < rounds; ) {
                if (!mailbox.isEmpty()) {
                    Node node = mailbox.poll();
                    assertThat(node)
                            .as("node %d of a mailbox that is not empty", i)
                            .isNotNull();
                    if (!Integer.valueOf(i).equals(((Envelope) node).message())) {
                        throw new AssertionError("node " + i + " is another one");
                    }
                    i++;
                    taken.set(i);
                }
            }
        });
        Stress.join("the consumer", taken::get, List.of(producer, consumer));
    }

    @Test
    void aNodeThatComesAsTheLastOneIsTakenIsNotLost() throws Exception {
        Mailbox mailbox = new Mailbox();
        Node[] nodes = {message(0), message(1)};
        Node[] taken = new Node[1];
        mailbox.offer(nodes[0]);
        Random random = Stress.random(2);
        Thread both = Stress.thread(() -> Stress.race(
                Stress.rounds(300_000),
                round -> {
                    Stress.linger(random, 10);
                    taken[0] = mailbox.poll();
                },
                round -> mailbox.offer(nodes[1]),
                round -> {
                    if (taken[0] != nodes[0] || mailbox.isEmpty() || mailbox.poll() != nodes[1]) {
                        throw new AssertionError("a node is lost in round " + round);
                    }
                    if (!mailbox.isEmpty() || mailbox.poll() != null || mailbox.length(2) != 0) {
                        throw new AssertionError("a node too many in round " + round);
                    }
                    nodes[0] = message(0);
                    nodes[1] = message(1);
                    mailbox.offer(nodes[0]);
                    this.progress.incrementAndGet();
                }));
        Stress.join("races", this.progress::get, List.of(both));
    }

    /** How processes are woken: by every sender, after it has added what it sends. */
    @Test
    void aLookAfterEachWakeUpFindsEverything() throws Exception {
        int rounds = Stress.rounds(200_000);
        Mailbox mailbox = new Mailbox();
        AtomicLong wakeUps = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < 2; p++) {
            Random random = Stress.random(3L + p);
            threads.add(Stress.thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    mailbox.offer(message(i));
                    wakeUps.incrementAndGet();
                    Stress.linger(random, 10);
                }
            }));
        }
        threads.add(Stress.thread(() -> {
            for (long used = 0; taken.get() < 2L * rounds; ) {
                long known = wakeUps.get();
                if (known == used) {
                    Thread.onSpinWait();
                    continue;
                }
                // One look for all wake-ups so far, as for a process that is awake already.
                used = known;
                while (mailbox.poll() != null) {
                    taken.incrementAndGet();
                }
            }
        }));
        Stress.join("the consumer", taken::get, threads);
    }
}
