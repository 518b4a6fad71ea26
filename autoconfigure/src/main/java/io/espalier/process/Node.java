package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** Something in a mailbox: a message or a signal. In at most one mailbox, once. */
abstract class Node {

    /** The next one in the mailbox; written by the sender that comes after and then by the consumer, see {@link Mailbox}. */
    @Nullable
    Node next;
}
