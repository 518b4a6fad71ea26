package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Everything that a user can get wrong in a callback: it crashes that process, soon and with a reason that helps. */
class BadInputTests extends ProcessFixture {

    private record Please() implements Request<Integer> {}

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Throwable crashOf(GenServer<None, Integer> server, Object message) {
        Pid pid = this.system.start(server);
        CompletableFuture<ExitReason> death = watch(pid);
        if (message instanceof Request<?> request) {
            CompletableFuture<?> call = this.system.ref(pid).ask(request).toCompletableFuture();
            assertThat(failure(call)).get().isInstanceOf(ProcessExitedException.class);
        } else {
            this.system.ref(pid).cast(message);
        }
        ExitReason reason = get(death);
        assertThat(reason).isInstanceOf(ExitReason.Crash.class);
        settle();
        assertThat(this.log.errors()).isNotEmpty();
        return ((ExitReason.Crash) reason).cause();
    }

    // ---- Null results

    @Test
    void nullFromEveryCallbackIsABadReturn() { // G26
        assertThat(crashOf(
                        GenServer.with(0)
                                .call(Please.class, (please, call, n) -> null)
                                .build(),
                        new Please()))
                .isInstanceOf(BadReturnException.class)
                .hasMessageContaining("handleCall or a call handler returned null");
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) -> null)
                                .build(),
                        "x"))
                .isInstanceOf(BadReturnException.class)
                .hasMessageContaining("cast handler");
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) -> self.next(n)
                                        .thenContinue("y"))
                                .continues(String.class, (text, self, n) -> null)
                                .build(),
                        "x"))
                .isInstanceOf(BadReturnException.class)
                .hasMessageContaining("continue handler");
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) -> self.next(n)
                                        .timeout(Duration.ZERO))
                                .otherInfo((text, self, n) -> null)
                                .build(),
                        "x"))
                .isInstanceOf(BadReturnException.class)
                .hasMessageContaining("info handler");
        Pid pid = this.system.start(
                GenServer.with(0).onStop((reason, self, n) -> null).build());
        Throwable thrown = catchThrowable(() -> this.system.stop(pid));
        assertThat(thrown)
                .isInstanceOf(ProcessExitedException.class)
                .hasCauseInstanceOf(BadReturnException.class)
                .cause()
                .hasMessageContaining("handleStop");
    }

    // ---- Wrong results

    @Test
    void aResultThatWasKeptFromAnEarlierCallbackIsABadReturn() { // G26
        AtomicReference<Result<Integer>> kept = new AtomicReference<>();
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(String.class, (text, self, n) -> {
                    if (kept.get() == null) {
                        kept.set(self.next(n));
                        self.sendAfter(Duration.ZERO, "again");
                    }
                    return kept.get();
                })
                .build();
        Pid pid = this.system.start(server);
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref(pid).cast("one");
        this.system.ref(pid).cast("two");
        assertThat(get(death)).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(BadReturnException.class)
                .hasMessageContaining("not made in this callback"));
    }

    @Test
    void theResultOfAnotherProcessIsABadReturn() { // G26
        Puppet other = puppet();
        AtomicReference<Result<Integer>> foreign = new AtomicReference<>();
        other.does(self -> foreign.set(self.next(1)));
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) -> foreign.get())
                                .build(),
                        "x"))
                .isInstanceOf(BadReturnException.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aReplyFromACastIsABadReturn() { // G26
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) ->
                                        (Result<Integer>) ((Call<Object, Integer>) self).reply("to whom?", n))
                                .build(),
                        "x"))
                .isInstanceOf(BadReturnException.class);
        assertThat(crashOf(
                        GenServer.with(0)
                                .cast(String.class, (text, self, n) -> {
                                    ((Call<Object, Integer>) self).from();
                                    return self.next(n);
                                })
                                .build(),
                        "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no caller");
    }

    @Test
    void aReplyOfTheWrongTypeFailsTheCallerAlone() {
        Pid pid = this.system.start(new GenServer<None, Integer>() {
            @Override
            public Init<Integer> init(None none, Self<Integer> self) {
                return Init.ok(0);
            }

            @Override
            public CallResult<Integer> handleCall(Request<?> request, Call<Object, Integer> call, Integer n) {
                return call.reply("not a number", n);
            }
        });
        assertThat(catchThrowable(() -> {
                    Integer reply = this.system.ref(pid).call(new Please());
                    assertThat(reply).isNull();
                }))
                .isInstanceOf(ClassCastException.class);
        assertThat(this.system.isAlive(pid)).isTrue();
    }

    // ---- Null arguments

    @Test
    void nullWhereAValueIsNeededCrashesInTheCallbackThatGaveIt() {
        List<OnMessage<String, Integer>> mistakes = List.of(
                (text, self, n) -> self.stop(null, n),
                (text, self, n) -> self.next(n).timeout(null),
                (text, self, n) -> self.next(n).timeout(SECOND, null),
                (text, self, n) -> self.next(n).thenContinue(null),
                (text, self, n) -> {
                    throw self.exit(null);
                },
                (text, self, n) -> {
                    self.sendAfter(null, "x");
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.sendAfter(SECOND, null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.link(null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.unlink(null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.monitor((Pid) null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.monitor((ProcessRef) null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.demonitor(null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.demonitorFlush(null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.startLinked(null, None.NONE);
                    return self.next(n);
                },
                (text, self, n) -> {
                    self.startLinked(GenServer.with(0).build(), None.NONE, null);
                    return self.next(n);
                },
                (text, self, n) -> {
                    throw self.exit(ExitReason.crash(null));
                });
        for (OnMessage<String, Integer> mistake : mistakes) {
            assertThat(crashOf(GenServer.with(0).cast(String.class, mistake).build(), "x"))
                    .isInstanceOf(NullPointerException.class);
        }
        List<OnCall<Please, Integer, Integer>> worse = List.of(
                (please, call, n) -> call.fail(null, n),
                (please, call, n) -> call.stop(null, 1, n),
                (please, call, n) -> {
                    call.from().fail(null);
                    return call.next(n);
                });
        for (OnCall<Please, Integer, Integer> mistake : worse) {
            assertThat(crashOf(GenServer.with(0).call(Please.class, mistake).build(), new Please()))
                    .isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void nullInAnInitResultFailsTheStart() {
        List<GenServerBuilder.OnInit<None, Integer>> mistakes = List.of(
                (none, self) -> Init.stop(null),
                (none, self) -> Init.error(null),
                (none, self) -> Init.ok(0).timeout(null),
                (none, self) -> Init.ok(0).timeout(SECOND, null),
                (none, self) -> Init.ok(0).thenContinue(null),
                (none, self) -> new Init.Ok<>(0, true, new Then.Idle(null, "x")));
        for (GenServerBuilder.OnInit<None, Integer> mistake : mistakes) {
            Throwable thrown = catchThrowable(
                    () -> this.system.start(GenServer.starting(mistake).build(), None.NONE));
            assertThat(thrown).isInstanceOf(StartFailedException.class).hasCauseInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void nullWhereThreadsNeedAValueIsRefusedAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> this.system.start(null));
        assertThatNullPointerException().isThrownBy(() -> this.system.kill(null));
        assertThatNullPointerException().isThrownBy(() -> this.system.onExit(null));
        assertThatNullPointerException().isThrownBy(() -> this.system.info(null));
        assertThatNullPointerException().isThrownBy(() -> this.system.sendAfter(null, this.system.ref("x"), "x"));
        assertThatNullPointerException().isThrownBy(() -> this.system.sendAfter(SECOND, null, "x"));
        assertThatNullPointerException().isThrownBy(() -> this.system.sendAfter(SECOND, this.system.ref("x"), null));
        assertThatNullPointerException().isThrownBy(() -> this.system.whereIs(null));
        assertThatNullPointerException().isThrownBy(() -> this.system.ref("x").await(null));
        assertThat(this.system.statistics().timers()).isZero();
    }

    // ---- Throwing

    @Test
    void everyThrowableOfEveryCallbackCrashes() { // 6.2, point 16
        for (Throwable thrown : List.of(
                BOOM, new AssertionError("wrong"), new StackOverflowError(), new OutOfMemoryError("pretended"))) {
            assertThat(crashOf(
                            GenServer.with(0)
                                    .cast(String.class, (text, self, n) -> sneak(thrown))
                                    .build(),
                            "x"))
                    .isSameAs(thrown);
            assertThat(crashOf(
                            GenServer.with(0)
                                    .call(Please.class, (please, call, n) -> sneak(thrown))
                                    .build(),
                            new Please()))
                    .isSameAs(thrown);
            assertThat(crashOf(
                            GenServer.with(0)
                                    .cast(String.class, (text, self, n) -> self.next(n)
                                            .thenContinue("y"))
                                    .continues(String.class, (text, self, n) -> sneak(thrown))
                                    .build(),
                            "x"))
                    .isSameAs(thrown);
            assertThat(crashOf(
                            GenServer.with(0)
                                    .cast(String.class, (text, self, n) -> self.next(n)
                                            .timeout(Duration.ZERO))
                                    .otherInfo((message, self, n) -> sneak(thrown))
                                    .build(),
                            "x"))
                    .isSameAs(thrown);
            Pid pid = this.system.start(
                    GenServer.with(0).onStop((reason, self, n) -> sneak(thrown)).build());
            assertThat(catchThrowable(() -> this.system.stop(pid)))
                    .isInstanceOf(ProcessExitedException.class)
                    .hasCause(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aRealStackOverflowCrashes() {
        Puppet puppet = puppet();
        puppet.starts(self -> endless(self, 0));
        assertThat(puppet.death()).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(StackOverflowError.class));
    }

    /** Overflows inside the runtime's own methods as well as outside of them. */
    @SuppressWarnings("InfiniteRecursion")
    private static int endless(Self<Integer> self, int depth) {
        self.trapExits(depth % 2 == 0);
        return endless(self, depth + 1) + 1;
    }

    @Test
    void handlersThatCannotBeReadFailTheStart() {
        for (Throwable thrown : List.of(BOOM, new NoClassDefFoundError("missing"))) {
            GenServer<None, Integer> broken = new GenServer<>() {
                @Override
                public Init<Integer> init(None none, Self<Integer> self) {
                    return Init.ok(0);
                }

                @Override
                public void handlers(Handlers<Integer> on) {
                    sneak(thrown);
                }
            };
            Throwable caught = catchThrowable(() -> this.system.start(broken, None.NONE, StartOptions.named("name")));
            assertThat(caught).isInstanceOf(StartFailedException.class).hasCause(thrown);
            assertThat(this.system.whereIs("name")).isEmpty();
        }
        assertThat(this.system.statistics().alive()).isZero();
    }

    // ---- Self where it does not belong

    @Test
    void selfIsRefusedOnOtherThreads() {
        Puppet puppet = puppet();
        AtomicReference<Self<Integer>> leaked = new AtomicReference<>();
        puppet.does(self -> {
            leaked.set(self);
            CompletableFuture<Throwable> elsewhere = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> self.sendAfter(SECOND, "x")), ForkJoinPool.commonPool());
            assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class);
        });
        settle();
        assertThatIllegalStateException()
                .isThrownBy(() -> leaked.get().next(1))
                .withMessageContaining("outside of its callbacks");
        assertThatIllegalStateException().isThrownBy(() -> leaked.get().link(puppet.pid()));
        assertThatIllegalStateException().isThrownBy(() -> leaked.get().monitor(puppet.pid()));
        assertThatIllegalStateException().isThrownBy(() -> leaked.get().trapExits(true));
        assertThatIllegalStateException().isThrownBy(() -> leaked.get().ready());
        assertThatIllegalStateException().isThrownBy(() -> leaked.get().startLinked(puppet, Puppet.NOTHING));
        assertThat(alive(puppet)).isTrue();
    }

    @Test
    void selfIsRefusedInALaterCallbackOfAnotherStay() {
        Puppet puppet = puppet();
        AtomicReference<Self<Integer>> leaked = new AtomicReference<>();
        puppet.does(leaked::set);
        settle();
        puppet.does(self ->
                assertThat(catchThrowable(() -> leaked.get().next(1))).isInstanceOf(IllegalStateException.class));
    }

    // ---- What cannot be shown

    @Test
    void aReasonWhoseToStringThrowsDoesNoHarm() {
        Object rude = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("no text");
            }
        };
        Puppet puppet = puppet();
        CompletableFuture<String> call = puppet.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        puppet.starts(self -> {
            throw self.exit(ExitReason.custom(rude));
        });
        assertThat(puppet.death()).isEqualTo(ExitReason.custom(rude));
        assertThat(failure(call)).get().isInstanceOf(ProcessExitedException.class);
        settle();
        assertThat(this.log.errors()).hasSize(1);
        assertThat(catchThrowable(() -> this.system.start(
                        GenServer.<None, Integer>starting((none, self) -> Init.stop(ExitReason.shutdown(rude)))
                                .build())))
                .isInstanceOf(StartFailedException.class);
    }

    @Test
    void anExceptionWhoseMessageThrowsDoesNoHarm() {
        RuntimeException rude = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new AssertionError("no message");
            }
        };
        Puppet puppet = puppet();
        CompletableFuture<String> call = puppet.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        puppet.starts(self -> {
            throw rude;
        });
        assertThat(puppet.death()).isEqualTo(ExitReason.crash(rude));
        assertThat(failure(call)).get().isInstanceOf(ProcessExitedException.class);
        settle();
        assertThat(this.log.errors()).hasSize(1);
    }
}
