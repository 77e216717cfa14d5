/** Running programs on devices that are programmed in C, whichever they are: memory, launches, what is read back. */
package org.loligo.runtime.accelerator;
