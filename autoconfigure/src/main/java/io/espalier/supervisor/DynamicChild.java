package io.espalier.supervisor;

import io.espalier.process.Pid;
import org.jspecify.annotations.Nullable;

/** What a dynamic supervisor keeps of a child. There may be a million of them, so it is as little as its restart type allows. */
sealed interface DynamicChild permits DynamicChild.Once, RestartableChild {

    String id();

    @Nullable
    String name();

    Restart restart();

    Shutdown shutdown();

    ChildType type();

    boolean dynamic();

    long restarts();

    default Child view(@Nullable Pid pid, Child.Status status) {
        return new Child(id(), name(), pid, status, type(), restart(), restarts(), dynamic());
    }

    /**
     * A temporary child. Holds neither module nor argument, and nothing of the single process: children that are alike share
     * one.
     *
     * @param id its id
     * @param name its name, or null
     * @param shutdown how it is stopped
     * @param type what it is
     * @param dynamic whether it is a dynamic supervisor
     */
    record Once(String id, @Nullable String name, Shutdown shutdown, ChildType type, boolean dynamic)
            implements DynamicChild {

        static Once of(ChildSpec<?> spec) {
            return new Once(spec.id(), spec.name(), spec.shutdown(), spec.type(), spec.dynamic());
        }

        @Override
        public Restart restart() {
            return Restart.TEMPORARY;
        }

        @Override
        public long restarts() {
            return 0;
        }
    }
}
