package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplaintTest {
    private static final String SOURCE = "int x;\n    x = y;\n";

    @ParameterizedTest
    @ValueSource(strings = {
        "kernel.cu(2): error: identifier \"y\" is undefined\n      x = y;\n          ^\n\n1 error detected in the compilation of "
                + "\"kernel.cu\".\n",
        "kernel.cu(1): warning #177-D: variable \"z\" was declared but never referenced\n\nkernel.cu(2): error #20: identifier \"y\" is "
                + "undefined\n",
        "/tmp/loligo-nvcc1/kernel.cu(2): catastrophic error: identifier \"y\" is undefined\nCompilation terminated.\n"})
    void errorsAreRead(String log) {
        assertEquals(Optional.of("X refused a kernel, which is a mistake in Loligo, please report it: line 2: identifier \"y\" is "
                + "undefined\n"
                + "  x = y;"), Complaint.about("X", SOURCE, log));
    }

    @Test
    void theAssemblersToo() {
        assertEquals(Optional.of("X refused a kernel, which is a mistake in Loligo, please report it: ptxas error : too much shared data"),
                Complaint.about("X", SOURCE, "ptxas error   : too much shared data\nptxas fatal   : Ptx assembly aborted due to errors\n"));
    }

    @Test
    void whatIsNotAboutTheSourceIsNotOurs() {
        String log = "\nnvcc warning : something\nnvcc fatal   : Failed to preprocess host compiler properties.\n";
        assertEquals(Optional.empty(), Complaint.about("X", SOURCE, log));
        assertEquals("nvcc fatal   : Failed to preprocess host compiler properties.", Complaint.gist(log));
        assertEquals("it does not say why", Complaint.gist("\n\n"));
    }
}
