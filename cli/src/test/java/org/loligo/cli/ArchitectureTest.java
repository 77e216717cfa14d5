package org.loligo.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules that the design draws: nothing on the left knows what is on the right. */
class ArchitectureTest {
    private static final JavaClasses LOLIGO = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.loligo");
    private static final String[] CODEGEN = {"org.loligo.expr..", "org.loligo.model..", "org.loligo.codegen..", "org.loligo.interpreter.."};

    static Stream<ArchRule> arrows() {
        return Stream.of(
                only("org.loligo.models..", CODEGEN),
                only("org.loligo.runtime..", CODEGEN),
                only("org.loligo.cpu..", CODEGEN, "org.loligo.runtime.."),
                only("org.loligo.opencl..", CODEGEN, "org.loligo.runtime.."),
                only("org.loligo.cuda..", CODEGEN, "org.loligo.runtime.."),
                only("org.loligo.io..", CODEGEN, "org.loligo.runtime.."),
                // backends are found by ServiceLoader, so the command line names none
                only("org.loligo.cli..", CODEGEN, "org.loligo.runtime..", "org.loligo.io..", "org.loligo.models.."),
                noClasses().that().resideInAPackage("org.loligo.expr..").and().haveNameNotMatching("org.loligo.expr.Parser.*")
                        .should().dependOnClassesThat().resideInAnyPackage("org.loligo.model..", "org.loligo.codegen..")
                        .allowEmptyShould(true),
                noClasses().that().resideInAPackage("org.loligo.model..").should().dependOnClassesThat()
                        .resideInAnyPackage("org.loligo.codegen..", "org.loligo.interpreter.."));
    }

    private static ArchRule only(String module, String[] codegen, String... others) {
        String[] allowed = Stream.concat(Stream.concat(Stream.of(module), Stream.of(codegen)), Stream.of(others)).toArray(String[]::new);
        return classes().that().resideInAPackage(module).should().onlyDependOnClassesThat(
                resideInAnyPackage(allowed).or(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage("org.loligo.."))))
                .allowEmptyShould(true);
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void holds(ArchRule arrow) {
        arrow.check(LOLIGO);
    }

    @Test
    void theCompilerKnowsNobody() {
        noClasses().that().resideInAnyPackage(CODEGEN).should().dependOnClassesThat(
                resideInAnyPackage("org.loligo..").and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(CODEGEN))))
                .check(LOLIGO);
    }

    @Test
    void nobodyPrintsBesideTheCommandLine() {
        noClasses().that().resideOutsideOfPackages("org.loligo.cli..", "org.loligo.jmh..").should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err").check(LOLIGO);
    }
}
