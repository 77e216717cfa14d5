package org.loligo.runtime.accelerator;

/**
 * What a device has room for.
 *
 * @param memoryBytes        its whole memory
 * @param maxAllocationBytes the most bytes of one piece
 * @param sharedBytes        the most bytes that a work-group shares
 * @param maxGroupSize       the most work items of a work-group
 */
public record Limits(long memoryBytes, long maxAllocationBytes, long sharedBytes, int maxGroupSize) {}
