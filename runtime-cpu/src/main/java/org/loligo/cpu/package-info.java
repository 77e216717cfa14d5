/** The CPU backend: kernels emitted for the Java Vector API, compiled in memory, run by threads over ranges of elements. */
package org.loligo.cpu;
