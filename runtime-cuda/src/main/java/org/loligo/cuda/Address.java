package org.loligo.cuda;

import jcuda.Pointer;

/**
 * A place in the memory of the host, as JCuda passes it on. A {@code Pointer} to a buffer would ask the buffer about itself at every
 * call, and buffers end at 2³¹ bytes. Nothing here keeps the memory alive.
 */
final class Address extends Pointer {
    Address(long address) {
        super(address);
    }
}
