package org.loligo.runtime;

/**
 * A part of the memory a run needs, for the plan people read.
 *
 * @param what  what it holds, e.g. {@code connectivity}
 * @param bytes its size
 */
public record MemoryUse(String what, long bytes) {}
