package io.espalier.process;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The behaviours that are in use, so that a server's handlers are read once and not for each process. Holds neither server
 * nor behaviour: a behaviour holds its server, processes hold the behaviour, and when the last of them has died both may go,
 * however many servers of lambdas an application makes.
 */
final class Behaviours {

    private final Map<Key, WeakReference<Behaviour>> behaviours = new ConcurrentHashMap<>();

    private final ReferenceQueue<GenServer<?, ?>> gone = new ReferenceQueue<>();

    Behaviour of(GenServer<?, ?> server) {
        WeakReference<Behaviour> known = this.behaviours.get(new Probe(server));
        Behaviour behaviour = (known != null) ? known.get() : null;
        if (behaviour == null) {
            behaviour = new Behaviour(server);
            this.behaviours.put(new Reference(server, this.gone), new WeakReference<>(behaviour));
            forgetGone();
        }
        return behaviour;
    }

    private void forgetGone() {
        for (Object key = this.gone.poll(); key != null; key = this.gone.poll()) {
            this.behaviours.remove(key);
        }
    }

    /** A server by identity, held or not. */
    private interface Key {

        @Nullable
        GenServer<?, ?> server();
    }

    private static boolean same(Key key, @Nullable Object other) {
        return key == other || (other instanceof Key that && key.server() != null && key.server() == that.server());
    }

    private record Probe(GenServer<?, ?> server) implements Key {

        @Override
        public boolean equals(@Nullable Object other) {
            return same(this, other);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this.server);
        }
    }

    private static final class Reference extends WeakReference<GenServer<?, ?>> implements Key {

        private final int hash;

        private Reference(GenServer<?, ?> server, ReferenceQueue<GenServer<?, ?>> gone) {
            super(server, gone);
            this.hash = System.identityHashCode(server);
        }

        @Override
        public @Nullable GenServer<?, ?> server() {
            return get();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return same(this, other);
        }

        @Override
        public int hashCode() {
            return this.hash;
        }
    }
}
