package io.espalier.supervisor;

/**
 * How many children a supervisor has.
 *
 * @param specs specs, of running children and others
 * @param active children that run
 * @param supervisors specs of supervisors
 * @param workers specs of workers
 */
public record ChildCounts(int specs, int active, int supervisors, int workers) {}
