package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContextCarrierTests extends ProcessFixture {

    private static final ThreadLocal<Object> CONTEXT = new ThreadLocal<>();

    private final List<Object> closed = Collections.synchronizedList(new ArrayList<>());

    private volatile boolean failRestore;

    private volatile boolean failClose;

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.contextCarrier(new ContextCarrier() {
            @Override
            public Object capture() {
                return CONTEXT.get();
            }

            @Override
            public Scope restore(Object context) {
                if (ContextCarrierTests.this.failRestore) {
                    throw BOOM;
                }
                CONTEXT.set(context);
                return () -> {
                    CONTEXT.remove();
                    ContextCarrierTests.this.closed.add(context);
                    if (ContextCarrierTests.this.failClose) {
                        throw BOOM;
                    }
                };
            }
        });
    }

    private void with(Object context, Runnable task) {
        CONTEXT.set(context);
        try {
            task.run();
        } finally {
            CONTEXT.remove();
        }
    }

    @Test
    void theSendersContextIsInPlaceForTheHandlerOnly() {
        Puppet puppet = puppet();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        with("call", () -> puppet.does(self -> seen.add(CONTEXT.get())));
        with("cast", () -> puppet.starts(self -> seen.add(CONTEXT.get())));
        settle();
        puppet.does(self -> seen.add(String.valueOf(CONTEXT.get())));
        assertThat(seen).containsExactly("call", "cast", "null");
        assertThat(this.closed).containsExactly("call", "cast");
    }

    @Test
    void theContextTravelsOn() {
        Puppet first = puppet();
        Puppet second = puppet();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        with("traced", () -> first.does(self -> second.starts(other -> seen.add(CONTEXT.get()))));
        settle();
        assertThat(seen).containsExactly("traced");
    }

    @Test
    void theContextIsTakenAwayFromACrashedHandlerToo() {
        Puppet puppet = puppet();
        with(
                "doomed",
                () -> puppet.starts(self -> {
                    throw BOOM;
                }));
        assertThat(puppet.death()).isEqualTo(CRASH);
        assertThat(this.closed).containsExactly("doomed");
    }

    @Test
    void aCarrierThatCannotRestoreCrashesTheProcess() {
        Puppet puppet = puppet();
        this.failRestore = true;
        with("x", () -> puppet.ref().cast("message"));
        assertThat(puppet.death()).isEqualTo(CRASH);
        assertThat(puppet.got()).isEmpty();
    }

    @Test
    void aCarrierThatCannotCloseCrashesTheProcess() {
        Puppet puppet = puppet();
        this.failClose = true;
        CompletableFuture<ExitReason> death = watch(puppet.pid());
        with("x", () -> puppet.ref().cast("message"));
        assertThat(get(death)).isEqualTo(CRASH);
    }
}
