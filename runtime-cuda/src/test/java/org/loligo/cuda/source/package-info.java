/** What is emitted for CUDA, looked at by its compiler: without a GPU. */
package org.loligo.cuda.source;
