/**
 * What every device that is programmed in C must do: as an {@link org.loligo.runtime.accelerator.Accelerator}, whose memory and kernels are
 * checked one by one, and as a device that runs networks in every {@link org.loligo.codegen.emit.Schedule}.
 */
package org.loligo.conformance.accelerator;
