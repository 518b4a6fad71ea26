package io.espalier.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps a start that was ended by a stop from being reported as a failure: nothing is wrong then. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StopReporter implements SpringBootExceptionReporter {

    private static final Logger logger = LoggerFactory.getLogger(StopReporter.class);

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoppedWhileStartingException stopped) {
                logger.debug("The start was ended by a stop", stopped);
                return true;
            }
        }
        return false;
    }
}
