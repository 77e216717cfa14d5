package org.loligo.cuda.onhost;

/** In which order threads of a block run from barrier to barrier, and blocks after one another. No device promises any. */
enum ThreadOrder {
    FORWARD,
    REVERSE
}
