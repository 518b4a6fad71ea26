package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class MailboxTests {

    private static Envelope message(Object content) {
        return new Envelope(true, content, null);
    }

    @Test
    void itIsAQueue() {
        Mailbox mailbox = new Mailbox();
        assertThat(mailbox.isEmpty()).isTrue();
        assertThat(mailbox.poll()).isNull();
        List<Node> nodes = List.of(message(1), message(2), message(3));
        nodes.forEach(mailbox::offer);
        assertThat(mailbox.isEmpty()).isFalse();
        assertThat(mailbox.length(10)).isEqualTo(3);
        assertThat(mailbox.length(2)).isEqualTo(2);
        nodes.forEach(node -> assertThat(mailbox.poll()).isSameAs(node));
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void aNodeThatWasTakenDoesNotHoldTheNextOnes() {
        Mailbox mailbox = new Mailbox();
        Node first = message(1);
        mailbox.offer(first);
        mailbox.offer(message(2));
        mailbox.poll();
        mailbox.poll();
        assertThat(first.next).isNull();
    }

    @Test
    void producersLoseNothingAndKeepTheirOrder() throws Exception {
        long rounds = Stress.rounds(20);
        for (long seed = 0; seed < rounds; seed++) {
            int producers = 2 + (int) (seed % 7);
            int each = 20_000;
            Mailbox mailbox = new Mailbox();
            CyclicBarrier start = new CyclicBarrier(producers + 1);
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                threads.add(Stress.thread(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        mailbox.offer(message(new int[] {producer, i}));
                    }
                }));
            }
            start.await();
            int[] next = new int[producers];
            for (int taken = 0; taken < producers * each; ) {
                Node node = mailbox.poll();
                if (node == null) {
                    Thread.onSpinWait();
                    continue;
                }
                int[] content = (int[]) ((Envelope) node).message();
                assertThat(content[1]).isEqualTo(next[content[0]]++);
                taken++;
            }
            assertThat(mailbox.poll()).isNull();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
