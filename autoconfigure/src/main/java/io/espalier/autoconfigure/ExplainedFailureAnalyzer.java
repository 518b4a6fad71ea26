package io.espalier.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what an {@link ExplainedException} says. */
final class ExplainedFailureAnalyzer extends AbstractFailureAnalyzer<ExplainedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ExplainedException cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
