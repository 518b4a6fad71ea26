package io.espalier.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps what the runtime logs, away from the console. */
final class ReportLog {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final Logger logger = (Logger) LoggerFactory.getLogger(ProcessSystem.class);

    void attach() {
        this.appender.start();
        this.logger.addAppender(this.appender);
        this.logger.setAdditive(false);
    }

    void detach() {
        this.logger.detachAppender(this.appender);
        this.logger.setAdditive(true);
    }

    /** Everything at level info and above. */
    List<ILoggingEvent> events() {
        return List.copyOf(this.appender.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .toList();
    }

    List<String> errors() {
        return texts(Level.ERROR);
    }

    List<String> warnings() {
        return texts(Level.WARN);
    }

    private List<String> texts(Level level) {
        return events().stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
