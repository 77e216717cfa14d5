package org.loligo.cpu;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Literals;
import org.loligo.model.Precision;
import org.loligo.runtime.Backends;

/** Numbers that a precision cannot hold, in the source of a kernel. */
class LiteralsTest {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void outOfRange(Precision precision) {
        new Literals(Candidate.of(Backends.choose("cpu", 0))).outOfRange(precision);
    }
}
