package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A queue of many producers and one consumer, linked and unbounded, after Dmitry Vyukov's non-intrusive MPSC queue.
 *
 * <p>Producers swap the tail (a full fence, and the one point where they meet), then link the old tail to the new node
 * with a release store. Between the two the chain is broken for a moment: a consumer that finds no next node, but a tail
 * that is not its head, waits for the link. The consumer alone moves the head; the node at the head has been consumed and
 * serves as the stub, so its content must have been let go of.
 *
 * <p>Messages of one producer stay in order because its second swap comes after its first. The tail's swap before a read of
 * the process's status word, and the status word's store before {@link #isEmpty}, are what makes wake-ups safe.
 */
final class Mailbox {

    private static final VarHandle TAIL;

    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(Mailbox.class, "tail", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private Node head;

    private volatile Node tail;

    Mailbox() {
        Node stub = new Stub();
        this.head = stub;
        this.tail = stub;
    }

    /** Adds a node. Any thread. */
    void offer(Node node) {
        Node before = (Node) TAIL.getAndSet(this, node);
        NEXT.setRelease(before, node);
    }

    /** Takes the oldest node. The consumer only. */
    @Nullable
    Node poll() {
        Node stub = this.head;
        Node node = (Node) NEXT.getAcquire(stub);
        if (node == null) {
            if (stub == this.tail) {
                return null;
            }
            node = awaitLink(stub);
        }
        this.head = node;
        stub.next = null;
        return node;
    }

    /** Whether nothing is there, or is being added. The consumer only. */
    boolean isEmpty() {
        return this.head == this.tail;
    }

    /** Lets go of the last node, if nothing is there. The consumer only. */
    void trim() {
        Node last = this.head;
        if (last instanceof Stub || last != this.tail) {
            return;
        }
        Node stub = new Stub();
        if (TAIL.compareAndSet(this, last, stub)) {
            this.head = stub;
        }
    }

    /** Counts nodes, up to a limit. Any thread; a moment old, and short where the consumer overtakes. */
    int length(int limit) {
        int length = 0;
        Node node = (Node) NEXT.getAcquire(this.head);
        while (node != null && length < limit) {
            length++;
            node = (Node) NEXT.getAcquire(node);
        }
        return length;
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // Yields only to a producer that has lost its core between two instructions.
    private Node awaitLink(Node stub) {
        for (int spins = 0; ; spins++) {
            Node node = (Node) NEXT.getAcquire(stub);
            if (node != null) {
                return node;
            }
            // The producer has swapped the tail and not yet linked: an instant, unless it has lost its core.
            if (spins < 1000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private static final class Stub extends Node {}
}
