package io.espalier.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the processes of a test have noted, in order. */
final class Journal {

    private final List<String> notes = new CopyOnWriteArrayList<>();

    void note(String what) {
        this.notes.add(what);
    }

    List<String> notes() {
        return List.copyOf(this.notes);
    }

    void clear() {
        this.notes.clear();
    }
}
