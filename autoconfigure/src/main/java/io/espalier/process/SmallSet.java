package io.espalier.process;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set by identity that is small when it holds nothing or one, as the sets of most processes do, and costs 6 to 24 bytes for
 * each element when it holds many, as those of supervisors do.
 *
 * @param <T> the type of the elements; their equality is identity
 */
final class SmallSet<T> {

    /** Null, one element, or a {@link Table} of more. */
    private @Nullable Object content;

    boolean add(T element) {
        if (this.content == null) {
            this.content = element;
            return true;
        }
        if (this.content instanceof Table table) {
            return table.add(element);
        }
        if (this.content == element) {
            return false;
        }
        Table more = new Table();
        more.add(this.content);
        this.content = more;
        return more.add(element);
    }

    boolean remove(T element) {
        if (this.content instanceof Table table) {
            boolean removed = table.remove(element);
            if (table.size == 0) {
                this.content = null;
            }
            return removed;
        }
        if (this.content != element) {
            return false;
        }
        this.content = null;
        return true;
    }

    boolean contains(T element) {
        if (this.content instanceof Table table) {
            return table.slots[table.find(element)] != null;
        }
        return this.content == element;
    }

    int size() {
        if (this.content instanceof Table table) {
            return table.size;
        }
        return (this.content == null) ? 0 : 1;
    }

    /** Does something with each element; the action leaves the set alone. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super T> action) {
        if (this.content instanceof Table table) {
            for (Object element : table.slots) {
                if (element != null) {
                    action.accept((T) element);
                }
            }
        } else if (this.content != null) {
            action.accept((T) this.content);
        }
    }

    /** Open addressing with linear probing; a sixth to two thirds of the slots are in use. */
    private static final class Table {

        private static final int SMALLEST = 4;

        private @Nullable Object[] slots = new Object[SMALLEST];

        private int size;

        /** The slot of an element, or the free one where it would go. */
        int find(Object element) {
            int last = this.slots.length - 1;
            int slot = home(element, last);
            while (this.slots[slot] != null && this.slots[slot] != element) {
                slot = (slot + 1) & last;
            }
            return slot;
        }

        boolean add(Object element) {
            int slot = find(element);
            if (this.slots[slot] != null) {
                return false;
            }
            this.slots[slot] = element;
            this.size++;
            if (3 * this.size > 2 * this.slots.length) {
                resize(2 * this.slots.length);
            }
            return true;
        }

        boolean remove(Object element) {
            int slot = find(element);
            if (this.slots[slot] == null) {
                return false;
            }
            close(slot);
            this.size--;
            if (this.slots.length > SMALLEST && 6 * this.size < this.slots.length) {
                resize(this.slots.length / 2);
            }
            return true;
        }

        /** Frees a slot: what was pushed past it moves back, so that a search never meets a gap too early. */
        private void close(int slot) {
            int last = this.slots.length - 1;
            int gap = slot;
            int next = gap;
            while (true) {
                next = (next + 1) & last;
                Object moving = this.slots[next];
                if (moving == null) {
                    this.slots[gap] = null;
                    return;
                }
                if (((next - home(moving, last)) & last) >= ((next - gap) & last)) {
                    this.slots[gap] = moving;
                    gap = next;
                }
            }
        }

        private void resize(int length) {
            @Nullable Object[] before = this.slots;
            this.slots = new Object[length];
            for (Object element : before) {
                if (element != null) {
                    this.slots[find(element)] = element;
                }
            }
        }

        private static int home(Object element, int last) {
            int hash = System.identityHashCode(element);
            return (hash ^ (hash >>> 16)) & last;
        }
    }
}
