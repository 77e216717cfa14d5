package org.loligo.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in emitted source look like the user's, are valid, and are given once. */
class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({"V, V", "g_Na, g_Na", "ach.O, ach_O", "x', x_", "Na-K, Na_K", "int, int_", "k, k_", "float4, float4_", "h0, h0_",
            "x_t, x_t_"})
    void namesLookLikeTheUsers(String name, String identifier) {
        assertEquals(identifier, Identifiers.of(CWords::isReserved, Set.of("h0")).fresh(name));
    }

    @Test
    void eachIsGivenOnce() {
        Identifiers identifiers = Identifiers.of(CWords::isReserved, Set.of());
        Set<String> given = new HashSet<>();
        for (String name : new String[] {"a.b", "a_b", "a-b", "a_b_", "a_b", "int", "int_", "int"}) {
            String id = identifiers.fresh(name);
            assertTrue(given.add(id), id);
        }
    }

    /** M_PI, cl_int, as_float, half_exp: what begins like these belongs to the language, and no ending changes that. */
    @ParameterizedTest
    @ValueSource(strings = {"M_inf", "cl_rate", "as_x", "half_max", "mem_V", "work_x", "cudaV", "cuX", "__x", "_X", "shared_A_V"})
    void whatIsReservedForItsBeginning(String name) {
        String id = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Identifiers.of(CWords::isReserved, Set.of()).fresh(name));
        assertFalse(CWords.isReserved(id), id);
        assertEquals("my_" + name, id);
    }

    @Test
    void anInnerScopeSeesWhatIsTakenOutside() {
        Identifiers outer = Identifiers.of(CWords::isReserved, Set.of());
        outer.fresh("V");
        Identifiers inner = outer.inner();
        assertEquals("V_", inner.fresh("V"));
        assertEquals("w", inner.fresh("w"));
        assertEquals("w", outer.fresh("w"));
    }
}
