/** The CUDA backend: finds devices and a compiler, compiles for them, owns their memory and streams; JCuda calls the driver. */
package org.loligo.cuda;
