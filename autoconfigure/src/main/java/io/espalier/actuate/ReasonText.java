package io.espalier.actuate;

import io.espalier.process.ExitReason;
import io.espalier.supervisor.FailedToStartChild;
import io.espalier.supervisor.MaxRestartsReached;

/** Reasons as they may be shown to anybody: the class of what was thrown and the first line of its message, cut short. */
public final class ReasonText {

    private static final int LONGEST = 200;

    private ReasonText() {}

    /**
     * Shows why a process died.
     *
     * @param reason why
     * @return one line
     */
    public static String of(ExitReason reason) {
        if (reason instanceof ExitReason.Crash crash) {
            return of(crash.cause());
        }
        if (reason instanceof ExitReason.Shutdown shutdown) {
            if (shutdown.detail() instanceof MaxRestartsReached tooMany) {
                return "more than " + tooMany.maxRestarts() + " restarts within "
                        + TimeText.of(tooMany.within()) + ", at last of " + tooMany.path() + ": "
                        + of(tooMany.reason());
            }
            if (shutdown.detail() instanceof FailedToStartChild failed) {
                return failed.path() + " did not start: " + of(failed.reason());
            }
        }
        return line(reason.toString());
    }

    /**
     * Shows what was thrown.
     *
     * @param thrown what was thrown
     * @return its class, and the first line of its message if it has one
     */
    public static String of(Throwable thrown) {
        String message = thrown.getMessage();
        String type = thrown.getClass().getName();
        return (message == null || message.isBlank()) ? type : type + ": " + line(message);
    }

    private static String line(String text) {
        String first = text.strip().lines().findFirst().orElse("");
        return (first.length() <= LONGEST) ? first : first.substring(0, LONGEST) + "...";
    }
}
