/** The OpenCL backend: finds devices, compiles for them, owns their memory and queues; JOCL calls the driver. */
package org.loligo.opencl;
