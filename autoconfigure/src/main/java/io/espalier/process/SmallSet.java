package io.espalier.process;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set by identity that is small when it holds nothing or one, as the sets of most processes do.
 *
 * @param <T> the type of the elements; their equality is identity
 */
final class SmallSet<T> {

    /** Null, one element, or a HashSet of more. */
    private @Nullable Object content;

    boolean add(T element) {
        if (this.content == null) {
            this.content = element;
            return true;
        }
        if (this.content instanceof HashSet) {
            return set().add(element);
        }
        if (this.content == element) {
            return false;
        }
        Set<Object> more = new HashSet<>();
        more.add(this.content);
        this.content = more;
        return more.add(element);
    }

    boolean remove(T element) {
        if (this.content instanceof HashSet) {
            boolean removed = set().remove(element);
            if (set().isEmpty()) {
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
        if (this.content instanceof HashSet) {
            return set().contains(element);
        }
        return this.content == element && element != null;
    }

    int size() {
        if (this.content instanceof HashSet) {
            return set().size();
        }
        return (this.content == null) ? 0 : 1;
    }

    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super T> action) {
        if (this.content instanceof HashSet) {
            set().forEach(action);
        } else if (this.content != null) {
            action.accept((T) this.content);
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private Set<T> set() {
        return (Set<T>) this.content;
    }
}
