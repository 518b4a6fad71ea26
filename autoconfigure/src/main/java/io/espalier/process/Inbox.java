package io.espalier.process;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a process has yet to handle: messages that signals have overtaken first, then the mailbox. Its thread only. */
final class Inbox {

    private final ProcessCell cell;

    Inbox(ProcessCell cell) {
        this.cell = cell;
    }

    @Nullable
    Node poll() {
        ArrayDeque<Node> inner = this.cell.inner;
        if (inner != null) {
            Node node = inner.poll();
            if (node != null) {
                return node;
            }
            this.cell.inner = null;
        }
        return this.cell.mailbox.poll();
    }

    ArrayDeque<Node> inner() {
        ArrayDeque<Node> inner = this.cell.inner;
        if (inner == null) {
            inner = new ArrayDeque<>();
            this.cell.inner = inner;
        }
        return inner;
    }

    /** The wish of a parent that the process stop, in its place among the messages. */
    static final class Stop extends Node {

        private final ExitReason reason;

        Stop(ExitReason reason) {
            this.reason = reason;
        }

        ExitReason reason() {
            return this.reason;
        }
    }

    /** An idle timeout, in its place among the messages. */
    static final class Idle extends Node {

        private final Object message;

        Idle(Object message) {
            this.message = message;
        }

        Object message() {
            return this.message;
        }
    }
}
