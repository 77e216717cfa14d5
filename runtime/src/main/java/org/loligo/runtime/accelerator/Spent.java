package org.loligo.runtime.accelerator;

/**
 * Where the time of an accelerator went, in nanoseconds. They overlap: a kernel can run while another is queued and samples are read.
 *
 * @param launching    of the host, putting kernels on the queue
 * @param computing    of the device, running kernels
 * @param transferring of the device, copying from and to the host
 */
public record Spent(long launching, long computing, long transferring) {}
