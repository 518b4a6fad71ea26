package io.espalier.autoconfigure;

import io.espalier.actuate.ReasonText;
import io.espalier.process.ExitReason;
import io.espalier.supervisor.FailedToStartChild;
import org.jspecify.annotations.Nullable;

/** The tree did not start, because the init of a child failed. What had started before it has been stopped again. */
final class ChildFailedException extends ExplainedException {

    private static final long serialVersionUID = 1L;

    private ChildFailedException(String description, String leaveOut, @Nullable Throwable cause) {
        super(
                description,
                "Mend what the reason says. If the application shall start without this child, " + leaveOut
                        + " or let its init return Init.ignore(). What may fail for a while, like a connection, is"
                        + " better not done in init but after it: return Init.ok(state).thenContinue(..).",
                cause);
    }

    /**
     * Explains why a tree did not start.
     *
     * @param reason why its root did not
     * @param plan what was to be started
     * @return an exception that names the innermost child that failed
     */
    static ChildFailedException because(ExitReason reason, TreePlan plan) {
        FailedToStartChild outermost = failedChild(reason);
        if (outermost == null) {
            return new ChildFailedException(
                    "The supervision tree did not start: " + ReasonText.of(reason), "leave it out", cause(reason));
        }
        FailedToStartChild child = outermost;
        for (FailedToStartChild next = child; next != null; next = failedChild(next.reason())) {
            child = next;
        }
        Problem.Where where = plan.where(outermost.id(), child.path());
        Problem problem = new Problem(child.path(), where, null, ReasonText.of(child.reason()), "");
        return new ChildFailedException(
                String.format("The init of '%s' failed, so the application does not start:%n", child.path())
                        + problem.describe(),
                where.isProperty() ? "leave it out ('enabled: false')" : "remove " + where,
                cause(child.reason()));
    }

    private static @Nullable FailedToStartChild failedChild(ExitReason reason) {
        return (reason instanceof ExitReason.Shutdown shutdown
                        && shutdown.detail() instanceof FailedToStartChild failed)
                ? failed
                : null;
    }

    private static @Nullable Throwable cause(ExitReason reason) {
        return (reason instanceof ExitReason.Crash crash) ? crash.cause() : null;
    }
}
