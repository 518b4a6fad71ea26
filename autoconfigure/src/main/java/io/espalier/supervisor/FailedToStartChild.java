package io.espalier.supervisor;

import io.espalier.process.ExitReason;

/**
 * Inside an {@link ExitReason.Shutdown}: a supervisor did not start, because one of its children did not. Where that child
 * is a supervisor itself, its reason holds another one of these.
 *
 * @param id the child's id
 * @param path the child's name (in a tree, its path), or its id if it has no name
 * @param reason why it did not start
 */
public record FailedToStartChild(String id, String path, ExitReason reason) {

    @Override
    public String toString() {
        return "failed to start " + this.path + ": " + this.reason;
    }
}
