package io.espalier.process;

import java.util.Arrays;
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
            cell.initialised ? render(status.state()) : "none, it died in init"
        };
        if (reason instanceof ExitReason.Crash crash) {
            Object[] withStack = Arrays.copyOf(arguments, arguments.length + 1);
            withStack[arguments.length] = crash.cause();
            error(text, withStack, arguments);
        } else {
            logger.error(text, arguments);
        }
    }

    /** Logs with a throwable of a user's, or without if it cannot be read. */
    private static void error(String text, Object[] withThrowable, Object[] without) {
        try {
            logger.error(text, withThrowable);
        } catch (RuntimeException | Error ex) {
            logger.error(text, without);
        }
    }

    private static Status status(ProcessCell cell, ExitReason reason) {
        Object message = message(cell);
        Status full = new Status(cell.initialised ? cell.state : null, message, reason);
        try {
            Status shown = cell.behaviour.server().formatStatus(full);
            return (shown != null)
                    ? shown
                    : full.withState("(formatStatus returned null)").withMessage(null);
        } catch (RuntimeException | Error ex) {
            return full.withState("(formatStatus failed: " + text(ex) + ")")
                    .withMessage((message != null) ? kind(message) : null);
        }
    }

    private static @Nullable Object message(ProcessCell cell) {
        if (cell.current instanceof CallSlot<?> slot) {
            return slot.request();
        }
        if (cell.current instanceof Envelope envelope) {
            return envelope.message();
        }
        return (cell.current instanceof SendTimer timer) ? timer.message() : null;
    }

    private static String sender(ProcessCell cell) {
        if (cell.current instanceof SendTimer) {
            return "its own timer";
        }
        if (!(cell.current instanceof CallSlot<?> slot)) {
            return "not known, for it was no call";
        }
        if (slot.caller != null) {
            return "process " + slot.caller.describe();
        }
        return (slot instanceof SyncSlot<?> sync) ? "thread " + sync.waiterName() : "a thread that is no process";
    }

    /** A process was ended by another's death, or by somebody's wish: the fault, if there was one, is reported there. */
    static void ended(ProcessCell cell, ExitReason reason, @Nullable ProcessCell from) {
        logger.warn(
                "Process {} ended by an exit signal from {}: {}",
                cell.describe(),
                (from != null) ? from : "a thread that is no process",
                reason);
    }

    /** A process was killed. By its own supervisor, that is what a supervisor does, and it says so itself where it matters. */
    static void killed(ProcessCell cell, boolean terminating) {
        String text = "Process {} was killed {}";
        String where = terminating ? "in its terminate" : "while " + doing(cell);
        if (cell.killExpected()) {
            logger.debug(text, cell.describe(), where);
        } else {
            logger.warn(text, cell.describe(), where);
        }
    }

    private static String doing(ProcessCell cell) {
        if (!cell.initialised) {
            return "in its init";
        }
        Object message = message(cell);
        return (message != null) ? "it handled " + kind(message) : "it was idle";
    }

    /** The runtime itself has failed. */
    static void broken(ProcessCell cell, Throwable error) {
        Object[] arguments = {cell.describe(), error};
        error("The runtime has failed in process {}", arguments, new Object[] {cell.describe()});
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
        String text = text(value);
        return (text.length() <= LONGEST)
                ? text
                : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    }

    /** Something of a user's as text, whatever its own method does. */
    static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | Error ex) {
            return value.getClass().getName() + " (its toString failed: "
                    + ex.getClass().getName() + ")";
        }
    }
}
