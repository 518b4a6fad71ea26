package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandlersTests extends ProcessFixture {

    private interface Animal {}

    private interface Pet extends Animal {}

    private static class Dog implements Pet {}

    private static final class Puppy extends Dog {}

    private record Stone() {}

    private sealed interface Question extends Request<String> permits What, Why {}

    private record What() implements Question {}

    private record Why() implements Question {}

    /** A server whose state is the name of the handler that ran last. */
    private static GenServerBuilder<None, String> named() {
        return GenServer.with("none");
    }

    private static OnMessage<Object, String> says(String text) {
        return (message, self, before) -> self.next(text);
    }

    private Object handlerOf(GenServer<None, String> server, Object message) {
        ProcessRef ref = this.system.ref(this.system.start(server));
        ref.cast(message);
        return ref.call(new GetState());
    }

    @Test
    void theExactClassWins() {
        GenServer<None, String> server = named().cast(Object.class, says("object"))
                .cast(Pet.class, says("pet"))
                .cast(Dog.class, says("dog"))
                .cast(Puppy.class, says("puppy"))
                .build();
        assertThat(handlerOf(server, new Puppy())).isEqualTo("puppy");
        assertThat(handlerOf(server, new Dog())).isEqualTo("dog");
        assertThat(handlerOf(server, new Stone())).isEqualTo("object");
    }

    @Test
    void thenTheNearestSuperclassAndThenTheNearestInterface() {
        assertThat(handlerOf(
                        named().cast(Pet.class, says("pet"))
                                .cast(Dog.class, says("dog"))
                                .build(),
                        new Puppy()))
                .isEqualTo("dog");
        assertThat(handlerOf(
                        named().cast(Animal.class, says("animal"))
                                .cast(Pet.class, says("pet"))
                                .build(),
                        new Puppy()))
                .isEqualTo("pet");
        assertThat(handlerOf(
                        named().cast(Animal.class, says("animal"))
                                .cast(Object.class, says("object"))
                                .build(),
                        new Puppy()))
                .isEqualTo("animal");
    }

    @Test
    void aCallHandlerMayServeASealedFamily() {
        Pid pid = this.system.start(GenServer.with(0)
                .call(
                        Question.class,
                        (question, call, n) -> call.reply(question.getClass().getSimpleName(), n))
                .build());
        for (Question question : List.of(new What(), new Why())) {
            assertThat(this.system.ref(pid).call(question))
                    .isEqualTo(question.getClass().getSimpleName());
        }
    }

    @Test
    void kindsAreApart() {
        Pid pid = this.system.start(named().cast(String.class, says("cast"))
                .info(String.class, says("info"))
                .continues(String.class, says("continue"))
                .build());
        ProcessRef ref = this.system.ref(pid);
        ref.cast("x");
        assertThat(ref.call(new GetState())).isEqualTo("cast");
        ref.send("x");
        assertThat(ref.call(new GetState())).isEqualTo("info");
    }

    @Test
    void twoHandlersForOneClassAreRefused() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> this.system.start(named().cast(String.class, says("one"))
                        .cast(String.class, says("two"))
                        .build()))
                .withMessageContaining("two handlers for the cast java.lang.String");
    }

    @Test
    void aMissingHandlerIsRefused() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(
                        () -> this.system.start(named().cast(String.class, null).build()));
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(
                        () -> this.system.start(named().info(null, says("x")).build()));
    }

    @Test
    void handlersAreReadOnceForAllProcessesOfAServer() {
        AtomicInteger reads = new AtomicInteger();
        GenServer<None, Integer> server = new GenServer<>() {
            @Override
            public Init<Integer> init(None none, Self<Integer> self) {
                return Init.ok(0);
            }

            @Override
            public void handlers(Handlers<Integer> on) {
                reads.incrementAndGet();
            }
        };
        List<Pid> pids = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> this.system.start(server))
                .toList();
        assertThat(pids).hasSize(20);
        assertThat(reads).hasValue(1);
    }

    @Test
    void aServerThatNoProcessUsesIsNotHeld() {
        Behaviours behaviours = new Behaviours();
        java.lang.ref.WeakReference<Object> server = serverIn(behaviours);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> {
                    System.gc();
                    return server.get() == null;
                });
    }

    private static java.lang.ref.WeakReference<Object> serverIn(Behaviours behaviours) {
        GenServer<None, String> server = named().cast(String.class, says("x")).build();
        assertThat(behaviours.of(server).server()).isSameAs(server);
        return new java.lang.ref.WeakReference<>(server);
    }
}
