package io.espalier.supervisor;

import ch.qos.logback.classic.Logger;
import io.espalier.process.ProcessSystem;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the console free of the crashes and restarts that tests cause on purpose; appenders of a test still get them. */
final class QuietConsole implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        additive(false);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        additive(true);
    }

    private static void additive(boolean additive) {
        ((Logger) LoggerFactory.getLogger(ProcessSystem.class)).setAdditive(additive);
        ((Logger) LoggerFactory.getLogger(Supervisor.class)).setAdditive(additive);
    }
}
