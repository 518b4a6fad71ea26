package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * What processes send each other besides messages. Signals share the mailbox with messages, so that what one process sends
 * to another is seen in that order; each is handled by the receiver's own thread.
 */
sealed interface Signal {

    /** Why an exit signal was sent. */
    enum Origin {
        /** A linked process died. */
        LINK,
        /** A linked process died in its init: to a starter that traps exits its reply says it already. */
        FAILED_START,
        /** Somebody asked for it. */
        EXIT
    }

    /** An exit signal. Overtakes messages that have not been handled, see {@link Mailbox}. */
    final class ExitSignal extends Node implements Signal {
        final @Nullable ProcessCell from;

        final ExitReason reason;

        final Origin origin;

        /** Counted among the receiver's dooms; written by the sender before it sends. */
        boolean doom;

        ExitSignal(@Nullable ProcessCell from, ExitReason reason, Origin origin) {
            this.from = from;
            this.reason = reason;
            this.origin = origin;
        }
    }

    /** A process links itself to the receiver. */
    final class LinkSignal extends Node implements Signal {
        final ProcessCell from;

        LinkSignal(ProcessCell from) {
            this.from = from;
        }
    }

    /** A process unlinks itself from the receiver. */
    final class UnlinkSignal extends Node implements Signal {
        final ProcessCell from;

        UnlinkSignal(ProcessCell from) {
            this.from = from;
        }
    }

    /** A process confirms an unlink of the receiver's. */
    final class UnlinkedSignal extends Node implements Signal {
        final ProcessCell from;

        final UnlinkSignal confirmed;

        UnlinkedSignal(ProcessCell from, UnlinkSignal confirmed) {
            this.from = from;
            this.confirmed = confirmed;
        }
    }

    /** Somebody watches the receiver. */
    final class MonitorSignal extends Node implements Signal {
        final Watch watch;

        MonitorSignal(Watch watch) {
            this.watch = watch;
        }
    }

    /** Somebody no longer watches the receiver. */
    final class DemonitorSignal extends Node implements Signal {
        final Watch watch;

        DemonitorSignal(Watch watch) {
            this.watch = watch;
        }
    }

    /** A process that the receiver watches has died. */
    final class DownSignal extends Node implements Signal {
        final Monitor monitor;

        final ExitReason reason;

        DownSignal(Monitor monitor, ExitReason reason) {
            this.monitor = monitor;
            this.reason = reason;
        }
    }

    /** A timer of the receiver was cancelled by another thread. */
    final class TimerGone extends Node implements Signal {
        final SendTimer timer;

        TimerGone(SendTimer timer) {
            this.timer = timer;
        }
    }

    /** The receiver may have been idle for as long as it wished to know of. */
    final class IdleTick extends Node implements Signal {
        final IdleTimer.Alarm alarm;

        IdleTick(IdleTimer.Alarm alarm) {
            this.alarm = alarm;
        }
    }
}
