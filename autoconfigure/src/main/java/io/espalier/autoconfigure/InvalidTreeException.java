package io.espalier.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/** The supervision tree, as it is configured, cannot be. Thrown before anything has started, with all that is wrong. */
final class InvalidTreeException extends ExplainedException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidTreeException(List<Problem> problems) {
        super(describe(problems), mend(problems), null);
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong. */
    List<Problem> problems() {
        return this.problems;
    }

    private static String describe(List<Problem> problems) {
        return problems.stream()
                .map(Problem::describe)
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        String.format("The supervision tree is not valid, so nothing of it was started:%n"),
                        ""));
    }

    private static String mend(List<Problem> problems) {
        if (problems.size() == 1) {
            return problems.get(0).mend();
        }
        return problems.stream()
                .map(problem -> problem.child() + ": " + problem.mend())
                .collect(Collectors.joining(
                        System.lineSeparator() + "    - ", "Mend each:" + System.lineSeparator() + "    - ", ""));
    }
}
