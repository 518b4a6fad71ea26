package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue of many producers and one consumer, linked through its nodes and unbounded. Holds nothing when it is empty: no
 * stub, and no node that has been consumed. Where signals overtake messages the consumer takes all, obeys the signals and puts
 * the messages back, in front of what comes later.
 *
 * <p>A producer swaps the tail, a full fence and the one point where producers meet, then links the node that was there to
 * its own; one that found nothing there makes its node the head instead. Between the two steps the chain is broken for a moment: a consumer that finds no node to follow, but a tail that is not the one it
 * has, waits for the link. The consumer alone takes the head away; with the last node it puts the tail back to null by a
 * compare-and-set, which fails if a producer has come in between.
 *
 * <p>Messages of one producer stay in order because its second swap comes after its first. The tail's swap before a read of
 * the process's status word, and the status word's store before {@link #isEmpty}, are what makes wake-ups safe.
 */
final class Mailbox {

    private static final VarHandle HEAD;

    private static final VarHandle TAIL;

    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(Mailbox.class, "head", Node.class);
            TAIL = lookup.findVarHandle(Mailbox.class, "tail", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** The oldest node; written by the consumer, and by the producer that found the queue empty. */
    private volatile @Nullable Node head;

    /** The newest node, or null. */
    private volatile @Nullable Node tail;

    /**
     * Nodes that signals have overtaken: the consumer took them and put them back. The last of them, which leads to the first,
     * as each leads to the next. The consumer's own.
     */
    private @Nullable Node overtaken;

    /** Adds a node. Any thread; it then sees to it that the consumer looks. */
    void offer(Node node) {
        Node before = (Node) TAIL.getAndSet(this, node);
        if (before == null) {
            HEAD.setRelease(this, node);
        } else {
            NEXT.setRelease(before, node);
        }
    }

    /** Takes the oldest node, of those that were overtaken first. The consumer only. */
    @Nullable
    Node poll() {
        return (this.overtaken != null) ? pollOvertaken(this.overtaken) : pollNew();
    }

    private Node pollOvertaken(Node last) {
        Node first = Objects.requireNonNull(last.next);
        if (first == last) {
            this.overtaken = null;
        } else {
            last.next = first.next;
        }
        first.next = null;
        return first;
    }

    /** Puts a node back that a signal behind it overtakes. The consumer only. */
    void overtake(Node node) {
        Node last = this.overtaken;
        if (last == null) {
            node.next = node;
        } else {
            node.next = last.next;
            last.next = node;
        }
        this.overtaken = node;
    }

    /** Takes the oldest node that has not been overtaken. The consumer only. */
    @Nullable
    Node pollNew() {
        Node node = this.head;
        if (node == null) {
            if (this.tail == null) {
                return null;
            }
            node = awaitLink(HEAD, this);
        }
        Node next = (Node) NEXT.getAcquire(node);
        if (next == null) {
            // Before the tail: from then on a producer may write it.
            HEAD.setRelease(this, null);
            if (TAIL.compareAndSet(this, node, null)) {
                return node;
            }
            next = awaitLink(NEXT, node);
        }
        HEAD.setRelease(this, next);
        // Whoever keeps this node, a caller its slot for one, keeps no others with it.
        node.next = null;
        return node;
    }

    /** Whether nothing new is there, or is being added. The consumer, and who may become it. */
    boolean isEmpty() {
        return this.tail == null;
    }

    /** Counts nodes, up to a limit. Any thread; a moment old, and no more than a guess while the consumer takes them. */
    int length(int limit) {
        Node last = this.overtaken;
        int length = (last != null) ? length(last.next, last, limit) : 0;
        return length + length(this.head, this.overtaken, limit - length);
    }

    private static int length(@Nullable Node from, @Nullable Node last, int limit) {
        int length = 0;
        for (Node node = from; node != null && length < limit; node = (Node) NEXT.getAcquire(node)) {
            length++;
            if (node == last) {
                break;
            }
        }
        return length;
    }

    private static Node awaitLink(VarHandle link, Object holder) {
        for (int spins = 0; ; spins++) {
            Node node = (Node) link.getAcquire(holder);
            if (node != null) {
                return node;
            }
            // The producer has swapped the tail and not yet linked: an instant, unless it has lost its core.
            if (spins < 1000) {
                Thread.onSpinWait();
            } else {
                Threads.yieldOnce();
            }
        }
    }
}
