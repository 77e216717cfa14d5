/** CUDA sources on the processor: compiled by g++, the threads of a block one after the other, in either order, watched. */
package org.loligo.cuda.onhost;
