package io.espalier.autoconfigure;

import io.espalier.supervisor.ChildSpec;
import java.util.Comparator;

/**
 * A child that a supervisor will have.
 *
 * @param order its place among its sisters
 * @param spec what the supervisor is told
 * @param where what declares it
 */
record PlannedChild(int order, ChildSpec<?> spec, Problem.Where where) {

    /** Start order: never the order of a map, which profiles and environment variables change. */
    static final Comparator<PlannedChild> START_ORDER = Comparator.comparingInt(PlannedChild::order)
            .thenComparing(child -> child.spec().id());
}
