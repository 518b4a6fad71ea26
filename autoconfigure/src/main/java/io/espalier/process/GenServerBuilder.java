package io.espalier.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a server of lambdas. See {@link GenServer#with} and {@link GenServer#starting}.
 *
 * @param <A> the type of the init argument
 * @param <S> the type of the state
 */
public final class GenServerBuilder<A, S> {

    private final OnInit<A, S> init;

    private final List<Consumer<Handlers<S>>> handlers = new ArrayList<>();

    private String name = "GenServer";

    private @Nullable OnMessage<Object, S> info;

    private @Nullable OnStop<S> stop;

    private @Nullable OnTerminate<S> terminate;

    GenServerBuilder(OnInit<A, S> init) {
        this.init = init;
    }

    /**
     * Names the server, for logs and {@link ProcessInfo}.
     *
     * @param name what a class would be called
     * @return this
     */
    public GenServerBuilder<A, S> named(String name) {
        this.name = name;
        return this;
    }

    /**
     * See {@link Handlers#call}.
     *
     * @param type the request's class
     * @param handler what to do
     * @param <R> the type of the reply
     * @param <Q> the type of the request
     * @return this
     */
    public <R, Q extends Request<R>> GenServerBuilder<A, S> call(Class<Q> type, OnCall<? super Q, R, S> handler) {
        this.handlers.add(on -> on.call(type, handler));
        return this;
    }

    /**
     * See {@link Handlers#cast}.
     *
     * @param type the message's class
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    public <M> GenServerBuilder<A, S> cast(Class<M> type, OnMessage<? super M, S> handler) {
        this.handlers.add(on -> on.cast(type, handler));
        return this;
    }

    /**
     * See {@link Handlers#info}.
     *
     * @param type the message's class
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    public <M> GenServerBuilder<A, S> info(Class<M> type, OnMessage<? super M, S> handler) {
        this.handlers.add(on -> on.info(type, handler));
        return this;
    }

    /**
     * See {@link Handlers#continues}.
     *
     * @param type the message's class
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    public <M> GenServerBuilder<A, S> continues(Class<M> type, OnMessage<? super M, S> handler) {
        this.handlers.add(on -> on.continues(type, handler));
        return this;
    }

    /**
     * See {@link GenServer#handleInfo}.
     *
     * @param handler what to do with infos that have no handler of their own
     * @return this
     */
    public GenServerBuilder<A, S> otherInfo(OnMessage<Object, S> handler) {
        this.info = handler;
        return this;
    }

    /**
     * See {@link GenServer#handleStop}.
     *
     * @param handler what to do when asked to stop
     * @return this
     */
    public GenServerBuilder<A, S> onStop(OnStop<S> handler) {
        this.stop = handler;
        return this;
    }

    /**
     * See {@link GenServer#terminate}.
     *
     * @param handler how to clean up
     * @return this
     */
    public GenServerBuilder<A, S> onTerminate(OnTerminate<S> handler) {
        this.terminate = handler;
        return this;
    }

    /**
     * Makes the server.
     *
     * @return a server that later changes to this builder do not touch
     */
    public GenServer<A, S> build() {
        return new LambdaServer<>(
                this.name, this.init, List.copyOf(this.handlers), this.info, this.stop, this.terminate);
    }

    /**
     * See {@link GenServer#init}.
     *
     * @param <A> the type of the init argument
     * @param <S> the type of the state
     */
    @FunctionalInterface
    public interface OnInit<A, S> {

        /**
         * Makes the first state.
         *
         * @param argument the init argument
         * @param self the process
         * @return the init result
         * @throws Exception fails the start
         */
        Init<S> init(A argument, Self<S> self) throws Exception;
    }

    /**
     * See {@link GenServer#handleStop}.
     *
     * @param <S> the type of the state
     */
    @FunctionalInterface
    public interface OnStop<S> {

        /**
         * Handles the wish that the process stop.
         *
         * @param reason why
         * @param self the process
         * @param state the state
         * @return what {@code self} made
         * @throws Exception crashes the process
         */
        Result<S> handle(ExitReason reason, Self<S> self, S state) throws Exception;
    }

    /**
     * See {@link GenServer#terminate}.
     *
     * @param <S> the type of the state
     */
    @FunctionalInterface
    public interface OnTerminate<S> {

        /**
         * Cleans up.
         *
         * @param reason why the process ends
         * @param state the last state
         * @throws Exception becomes the exit reason
         */
        void terminate(ExitReason reason, S state) throws Exception;
    }

    record LambdaServer<A, S>(
            String name,
            OnInit<A, S> onInit,
            List<Consumer<Handlers<S>>> declarations,
            @Nullable OnMessage<Object, S> onInfo,
            @Nullable OnStop<S> onStop,
            @Nullable OnTerminate<S> onTerminate)
            implements GenServer<A, S> {

        @Override
        public Init<S> init(A argument, Self<S> self) throws Exception {
            return this.onInit.init(argument, self);
        }

        @Override
        public void handlers(Handlers<S> on) {
            this.declarations.forEach(declaration -> declaration.accept(on));
        }

        @Override
        public Result<S> handleInfo(Object message, Self<S> self, S state) throws Exception {
            return (this.onInfo != null)
                    ? this.onInfo.handle(message, self, state)
                    : GenServer.super.handleInfo(message, self, state);
        }

        @Override
        public Result<S> handleStop(ExitReason reason, Self<S> self, S state) throws Exception {
            return (this.onStop != null)
                    ? this.onStop.handle(reason, self, state)
                    : GenServer.super.handleStop(reason, self, state);
        }

        @Override
        public void terminate(ExitReason reason, S state) throws Exception {
            if (this.onTerminate != null) {
                this.onTerminate.terminate(reason, state);
            }
        }
    }
}
