package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a user reads when an application does not start because of its tree. */
final class TreeFailure {

    private TreeFailure() {}

    /** Starts an application that must fail: description, a line of dashes, action. */
    static String of(ApplicationContextRunner runner) {
        StringBuilder text = new StringBuilder();
        runner.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis)
                    .as("analysis of %s", context.getStartupFailure())
                    .isNotNull();
            text.append(analysis.getDescription()).append("\n---\n").append(analysis.getAction());
        });
        return text.toString();
    }
}
