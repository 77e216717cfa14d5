package org.loligo.runtime.accelerator;

/**
 * What a device has room for.
 *
 * @param memoryBytes        its whole memory
 * @param maxAllocationBytes the most bytes of one piece
 * @param sharedBytes        the most bytes that a work-group shares
 * @param maxGroupSize       the most work items of a work-group
 * @param multiprocessors    how many work-groups it takes to give all of it something to do; 1 where large groups are better in any case
 */
public record Limits(long memoryBytes, long maxAllocationBytes, long sharedBytes, int maxGroupSize, int multiprocessors) {}
