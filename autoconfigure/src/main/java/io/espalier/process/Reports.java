package io.espalier.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the runtime logs of its processes. */
final class Reports {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private static final int LONGEST = 1000;

    private Reports() {}

    /** The one report of a loud death, with all that is needed to understand it. On the process's own thread. */
    static void death(ProcessCell cell, ExitReason reason) {
        Status status = status(cell, reason);
        String text = """
                Process {} ended: {}
                  server:       {}
                  last message: {}
                  sent by:      {}
                  state:        {}""";
        Object[] arguments = {
            cell.describe(),
            reason,
            cell.behaviour.server().getClass().getName(),
            (status.message() != null) ? render(status.message()) : "none",
            sender(cell),
            cell.initialised ? render(status.state()) : "none, it died in init",
            (reason instanceof ExitReason.Crash crash) ? crash.cause() : null
        };
        if (reason instanceof ExitReason.Crash) {
            logger.error(text, arguments);
        } else {
            logger.error(text, java.util.Arrays.copyOf(arguments, arguments.length - 1));
        }
    }

    private static Status status(ProcessCell cell, ExitReason reason) {
        Object message = null;
        if (cell.current instanceof CallSlot<?> slot) {
            message = slot.request();
        } else if (cell.current instanceof Envelope envelope) {
            message = envelope.message();
        } else if (cell.current instanceof SendTimer timer) {
            message = timer.message();
        }
        Status full = new Status(cell.initialised ? cell.state : null, message, reason);
        try {
            Status shown = cell.behaviour.server().formatStatus(full);
            return (shown != null)
                    ? shown
                    : full.withState("(formatStatus returned null)").withMessage(null);
        } catch (RuntimeException | Error ex) {
            return full.withState("(formatStatus failed: " + ex + ")")
                    .withMessage((message != null) ? kind(message) : null);
        }
    }

    private static String sender(ProcessCell cell) {
        if (!(cell.current instanceof CallSlot<?> slot)) {
            return "unknown";
        }
        if (slot.caller != null) {
            return "process " + slot.caller.describe();
        }
        return (slot instanceof SyncSlot<?> sync) ? "thread " + sync.waiterName() : "a thread that is no process";
    }

    static void zombie(ProcessCell cell, Thread thread) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
            stack.append("\n\tat ").append(element);
        }
        logger.error(
                "Process {} was killed and is dead, but its callback runs on, on thread {}:{}",
                cell.describe(),
                thread.getName(),
                stack);
    }

    static void unhandledInfo(Self<?> self, Object message, Class<?> server) {
        logger.error(
                "Process {} has no handler in {} for the info {}; it was dropped",
                self.name().map(name -> name + " (" + self.pid() + ")").orElseGet(() -> self.pid()
                        .toString()),
                server.getName(),
                render(message));
    }

    static String kind(@Nullable Object message) {
        return (message != null) ? message.getClass().getSimpleName() : "null";
    }

    /** Something of a user's, as text of bounded length; arrays by type and length. */
    static String render(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value.getClass().isArray()) {
            return value.getClass().getComponentType().getSimpleName() + "[" + java.lang.reflect.Array.getLength(value)
                    + "]";
        }
        try {
            String text = String.valueOf(value);
            return (text.length() <= LONGEST)
                    ? text
                    : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
        } catch (RuntimeException | Error ex) {
            return value.getClass().getName() + " (its toString failed: " + ex + ")";
        }
    }
}
