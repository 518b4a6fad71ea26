package io.espalier.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server with its declared handlers: what all its processes share. Immutable but for what it learns of look-ups and waits. */
@SuppressWarnings("NullAway") // A state or an argument may be null where its type is Void; then the user means it.
final class Behaviour {

    private final GenServer<Object, Object> server;

    private final Spin callSpin = new Spin();

    private final Spin lifeSpin = new Spin();

    private final Table calls = new Table("call");

    private final Table casts = new Table("cast");

    private final Table infos = new Table("info");

    private final Table continues = new Table("continue");

    @SuppressWarnings("unchecked")
    Behaviour(GenServer<?, ?> server) {
        this.server = (GenServer<Object, Object>) server;
        this.server.handlers(new Declarations());
    }

    /** How callers on platform threads wait for a reply of its processes. */
    Spin callSpin() {
        return this.callSpin;
    }

    /** How they wait for a start or a stop. */
    Spin lifeSpin() {
        return this.lifeSpin;
    }

    GenServer<Object, Object> server() {
        return this.server;
    }

    Init<Object> init(@Nullable Object argument, Self<Object> self) throws Exception {
        return this.server.init(argument, self);
    }

    void terminate(ExitReason reason, @Nullable Object state) throws Exception {
        this.server.terminate(reason, state);
    }

    String serverName() {
        if ((GenServer<?, ?>) this.server instanceof GenServerBuilder.LambdaServer<?, ?> lambdas) {
            return lambdas.name();
        }
        Class<?> type = this.server.getClass();
        String name = type.getSimpleName();
        return name.isEmpty() ? type.getName() : name;
    }

    @SuppressWarnings("unchecked")
    CallResult<Object> call(Request<?> request, Call<Object, Object> call, @Nullable Object state) throws Exception {
        OnCall<Object, Object, Object> handler = (OnCall<Object, Object, Object>) this.calls.find(request.getClass());
        return (handler != null) ? handler.handle(request, call, state) : this.server.handleCall(request, call, state);
    }

    Result<Object> cast(Object message, Self<Object> self, @Nullable Object state) throws Exception {
        OnMessage<Object, Object> handler = handler(this.casts, message);
        return (handler != null) ? handler.handle(message, self, state) : this.server.handleCast(message, self, state);
    }

    Result<Object> info(Object message, Self<Object> self, @Nullable Object state) throws Exception {
        OnMessage<Object, Object> handler = handler(this.infos, message);
        return (handler != null) ? handler.handle(message, self, state) : this.server.handleInfo(message, self, state);
    }

    Result<Object> continues(Object message, Self<Object> self, @Nullable Object state) throws Exception {
        OnMessage<Object, Object> handler = handler(this.continues, message);
        return (handler != null)
                ? handler.handle(message, self, state)
                : this.server.handleContinue(message, self, state);
    }

    Result<Object> stop(ExitReason reason, Self<Object> self, @Nullable Object state) throws Exception {
        return this.server.handleStop(reason, self, state);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable OnMessage<Object, Object> handler(Table table, Object message) {
        return (OnMessage<Object, Object>) table.find(message.getClass());
    }

    private final class Declarations implements Handlers<Object> {

        @Override
        public <R, Q extends Request<R>> Handlers<Object> call(Class<Q> type, OnCall<? super Q, R, Object> handler) {
            Behaviour.this.calls.declare(type, handler);
            return this;
        }

        @Override
        public <M> Handlers<Object> cast(Class<M> type, OnMessage<? super M, Object> handler) {
            Behaviour.this.casts.declare(type, handler);
            return this;
        }

        @Override
        public <M> Handlers<Object> info(Class<M> type, OnMessage<? super M, Object> handler) {
            Behaviour.this.infos.declare(type, handler);
            return this;
        }

        @Override
        public <M> Handlers<Object> continues(Class<M> type, OnMessage<? super M, Object> handler) {
            Behaviour.this.continues.declare(type, handler);
            return this;
        }
    }

    /** Handlers of one kind, by message class. */
    private final class Table {

        private static final Object NONE = new Object();

        private final String kind;

        private final Map<Class<?>, Object> declared = new HashMap<>();

        private final Map<Class<?>, Found> resolved = new ConcurrentHashMap<>();

        /** What was found last: most processes get the same class again and again. Any thread; immutable, so a race is harmless. */
        private Found last = new Found(Void.class, NONE);

        private Table(String kind) {
            this.kind = kind;
        }

        private void declare(Class<?> type, Object handler) {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(handler, "handler");
            if (this.declared.putIfAbsent(type, handler) != null) {
                throw new IllegalStateException(Behaviour.this.server.getClass().getName()
                        + " declares two handlers for the " + this.kind + " " + type.getName() + "; keep one");
            }
        }

        @Nullable
        Object find(Class<?> type) {
            Found found = this.last;
            if (found.type != type) {
                found = this.resolved.get(type);
                if (found == null) {
                    found = new Found(type, resolve(type));
                    this.resolved.put(type, found);
                }
                this.last = found;
            }
            return (found.handler == NONE) ? null : found.handler;
        }

        /** A look-up of a class. */
        private record Found(Class<?> type, Object handler) {}

        /** The exact class, then its superclasses, then their interfaces, nearest first; Object last of all. */
        private Object resolve(Class<?> type) {
            Deque<Class<?>> interfaces = new ArrayDeque<>();
            for (Class<?> current = type;
                    current != null && current != Object.class;
                    current = current.getSuperclass()) {
                Object handler = this.declared.get(current);
                if (handler != null) {
                    return handler;
                }
                interfaces.addAll(java.util.List.of(current.getInterfaces()));
            }
            while (!interfaces.isEmpty()) {
                Class<?> current = interfaces.remove();
                Object handler = this.declared.get(current);
                if (handler != null) {
                    return handler;
                }
                interfaces.addAll(java.util.List.of(current.getInterfaces()));
            }
            return this.declared.getOrDefault(Object.class, NONE);
        }
    }
}
