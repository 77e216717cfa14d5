package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Units as text, their products and conversions. */
class UnitTest {

    @Test
    void theFamiliesOfUnitsAreConsistent() {
        fits("uF/cm^2*mV/ms", "uA/cm^2");
        fits("mS/cm^2*mV", "uA/cm^2");
        fits("pF*mV/ms", "pA");
        fits("nS*mV", "pA");
        fits("1/ms", "kHz");
        fits("MOhm*nA", "mV");
        fits("Ω*A", "V");
        fits("µA", "uA");
        fits("μA", "uA");
        fits("C/s", "A");
        fits("mM", "mol/m^3");
        assertFalse(unit("mV").fits(unit("V")));
        assertFalse(unit("uA/cm^2").fits(unit("pA")));
        assertTrue(unit("mV").sameDimension(unit("V")));
    }

    @Test
    void conversions() {
        assertEquals(500, unit("s").in(Unit.MILLISECOND) * 0.5, 1e-12);
        assertEquals(0.02, unit("uS").in(unit("mS")) * 20, 1e-15);
        assertEquals(1e-3, unit("nS/um^2").in(unit("nS/um^2")) * 1e-3, 1e-18);
        assertEquals(0.01, unit("uA/cm^2").in(unit("A/m^2")), 1e-15);
    }

    @Test
    void eachSlashDividesByTheNextSymbolOnly() {
        fits("1/ms/mM", "ms^-1*mM^-1");
        fits("V/m*m", "V");
    }

    @Test
    void exponents() {
        assertEquals(unit("cm^2"), unit("cm2"));
        assertEquals(unit("1/cm^2"), unit("cm^-2"));
        assertEquals(unit("cm").pow(2), unit("cm^2"));
        assertEquals(Unit.ONE, unit("mV").pow(0));
        assertEquals(unit("cm^2").hashCode(), unit("cm2").hashCode());
    }

    @Test
    void pureNumbers() {
        assertTrue(unit("1").isOne());
        assertTrue(unit("mV/mV").isOne());
        assertFalse(unit("mV/V").isOne());
    }

    @Test
    void keepsItsText() {
        assertEquals("uA/cm^2", unit(" uA/cm^2 ").toString());
        assertEquals("mV/ms", unit("mV").over(Unit.MILLISECOND).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "mVolt", "m V", "/ms", "mV/", "mV//ms", "mV^", "^2", "mV)", "dV", "2mV", "kg^x"})
    void refusesWhatIsNoUnit(String text) {
        ModelException e = assertThrows(ModelException.class, () -> Unit.parse(text));
        assertTrue(e.getMessage().startsWith("'" + text + "' is not a unit"), e.getMessage());
    }

    private static Unit unit(String text) {
        return Unit.parse(text);
    }

    private static void fits(String a, String b) {
        assertTrue(unit(a).fits(unit(b)), a + " fits " + b);
    }
}
