package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Valid names and suggestions for misspelt ones. */
class NamesTest {

    @Test
    void validNames() {
        for (String name : List.of("X", "PN", "gaba-a", "gaba_pn", "E2", "x")) {
            assertTrue(Names.isValid(name), name);
        }
        for (String name : List.of("", "2E", "_x", "-x", "a b", "a.b", "é", "a\n")) {
            assertFalse(Names.isValid(name), name);
        }
    }

    @Test
    void suggestsTheNearest() {
        assertEquals("; did you mean 'g_Na'? (there are: g_K, g_Na, E_L)", Names.suggestion("gNa", List.of("g_K", "g_Na", "E_L")));
        assertEquals("; did you mean 'V'? (there are: V, m)", Names.suggestion("v", List.of("V", "m")));
    }

    @Test
    void listsWhatThereIsWhenNothingIsNear() {
        assertEquals("; expected one of V, m", Names.suggestion("temperature", List.of("V", "m")));
        assertEquals("; there are none", Names.suggestion("x", List.of()));
    }

    @Test
    void namesOnlyTheNearestOfMany() {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "parameter" + i).toList();
        assertEquals("; did you mean 'parameter7'?", Names.suggestion("paramater7", many));
        assertEquals("; the nearest is 'parameter0'", Names.suggestion("zzzzzzzzzz", many));
    }

    @Test
    void distances() {
        assertEquals(0, Names.distance("abc", "abc"));
        assertEquals(3, Names.distance("", "abc"));
        assertEquals(1, Names.distance("abc", "acb"));
        assertEquals(1, Names.distance("abc", "ab"));
        assertEquals(1, Names.distance("abc", "abcd"));
        assertEquals(1, Names.distance("abc", "axc"));
        assertEquals(3, Names.distance("kitten", "sitting"));
    }
}
